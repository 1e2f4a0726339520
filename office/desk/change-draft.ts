import type { DeskAnswer, DeskAsk, DraftFields } from '../../bots/dialogue/event.ts'
import type { Audience } from '../../knowledge/announcements/announcement.ts'
import type { ActingOfficial } from '../announcements/acting-official.ts'
import { addFile } from '../announcements/add-file.ts'
import { createAnnouncement } from '../announcements/create-announcement.ts'
import type { Done } from '../announcements/done.ts'
import { editAnnouncement } from '../announcements/edit-announcement.ts'
import { removeFiles } from '../announcements/remove-files.ts'
import type { DeskScope } from './desk-scope.ts'
import { findOnDesk } from './find-on-desk.ts'
import { showOnDesk } from './show-on-desk.ts'

type DraftAsk = Extract<DeskAsk, { kind: 'desk_draft' }>

/** Begins a draft, or changes one, and shows it as it is then. What was refused changes nothing. */
export async function changeDraft(scope: DeskScope, ask: DraftAsk): Promise<DeskAnswer> {
  const { office, official } = scope
  const begun = ask.id === undefined ? await begin(scope, ask.fields) : await change(scope, ask.id, ask)
  if (!begun.ok) return refused(begun, ask.id)
  const { id } = begun
  const { channel, account } = scope.turn.conversation
  for (const file of ask.files ?? []) {
    const added = await addFile(office, id, { ...file, channel, account }, official.id)
    // A draft that was begun with it is there nevertheless.
    if (!added.ok) return refused(added, id)
  }
  return showOnDesk(scope, id)
}

/** Whom it is for is offered, so that it need not be chosen in the plainest case. */
function begin({ office, official }: DeskScope, fields: DraftFields): Promise<Done<{ id: string }>> {
  return createAnnouncement(office, { audience: usualAudience(official), ...fields }, official.id)
}

/** All of the one unit that they are of, or a head's groups; for the city it has to be chosen. */
function usualAudience({ role, reach }: ActingOfficial): Audience {
  const { units, groups } = reach
  if (role === 'head') return { groups: groups.map(({ id }) => id) }
  return units.length === 1 ? { units } : {}
}

async function change(
  scope: DeskScope,
  id: string,
  { fields, adds, dropsFiles }: DraftAsk,
): Promise<Done<{ id: string }>> {
  const { office, official } = scope
  const found = await findOnDesk(scope, id)
  if ('refusal' in found) return { ok: false, refusal: found.refusal }
  const text = adds === undefined ? {} : { text: `${found.view.content.text}\n\n${adds}`.trim() }
  const given = { ...fields, ...text }
  if (Object.keys(given).length > 0) {
    const edited = await editAnnouncement(office, id, given, official.id)
    if (!edited.ok) return edited
  }
  const emptied = dropsFiles ? await removeFiles(office, id, official.id) : undefined
  return emptied?.ok === false ? emptied : { ok: true, id }
}

function refused({ refusal }: Done & { ok: false }, id: string | undefined): DeskAnswer {
  return { kind: 'desk_refused', refusal, ...(id === undefined ? {} : { id }) }
}

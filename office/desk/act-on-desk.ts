import type { DeskAnswer, DeskAsk } from '../../bots/dialogue/event.ts'
import type { RecallReach } from '../../knowledge/announcements/announcement.ts'
import { actsOf } from '../announcements/acts-of.ts'
import { approveAnnouncement } from '../announcements/approve-announcement.ts'
import { correctAnnouncement } from '../announcements/correct-announcement.ts'
import type { Done } from '../announcements/done.ts'
import { pauseAnnouncement } from '../announcements/pause-announcement.ts'
import { recallAnnouncement } from '../announcements/recall-announcement.ts'
import { resumeAnnouncement } from '../announcements/resume-announcement.ts'
import { returnAnnouncement } from '../announcements/return-announcement.ts'
import { stopAnnouncement } from '../announcements/stop-announcement.ts'
import { submitAnnouncement } from '../announcements/submit-announcement.ts'
import { tellOfAct } from '../announcements/tell-of-act.ts'
import type { DeskScope } from './desk-scope.ts'
import { findOnDesk } from './find-on-desk.ts'
import { previewOnDesk } from './preview-on-desk.ts'
import { showOnDesk } from './show-on-desk.ts'

type ActAsk = Extract<DeskAsk, { kind: 'desk_act' }>

/** Does what an official wants done with an announcement, and tells others who have to know. */
export async function actOnDesk(scope: DeskScope, ask: ActAsk): Promise<DeskAnswer> {
  const { office, official, known, turn } = scope
  const { id, act, note } = ask
  const found = await findOnDesk(scope, id)
  if ('refusal' in found) return { kind: 'desk_refused', refusal: found.refusal, id }
  if (act === 'edit') return showOnDesk(scope, id)
  if (act === 'correct') {
    // It begins with the old words, so that only what was wrong has to be typed anew.
    const { text, link, event } = found.view.content
    const given = { text, ...(link ? { link } : {}), ...(event ? { event } : {}) }
    const begun = await correctAnnouncement(office, id, given, official.id)
    return begun.ok ? showOnDesk(scope, begun.id) : { kind: 'desk_refused', refusal: begun.refusal, id }
  }
  const done = await carryOut[act](scope, ask)
  if (!done.ok && done.refusal.why === 'changed') return showChanged(scope, id)
  if (!done.ok) return { kind: 'desk_refused', refusal: done.refusal, id }
  const told = { id, act, by: official.id, ...(note === undefined ? {} : { note }) }
  await tellOfAct(office, told, { sayings: async () => known.sayings, tapKey: turn.tapKey })
  const after = await findOnDesk(scope, id)
  if ('refusal' in after) return { kind: 'desk_refused', refusal: after.refusal }
  const may = actsOf(after.view, official, office.now)
  return { kind: 'desk_done', act, view: after.view, may, ...(done.reach ? { reach: done.reach } : {}) }
}

/** What would have been approved unseen is shown as it is now. */
async function showChanged(scope: DeskScope, id: string): Promise<DeskAnswer> {
  const shown = await previewOnDesk(scope, { kind: 'desk_preview', id })
  return shown.kind === 'desk_preview' ? { ...shown, changed: true } : shown
}

const carryOut: Record<
  Exclude<ActAsk['act'], 'edit' | 'correct'>,
  (scope: DeskScope, ask: ActAsk) => Promise<Done<{ reach?: RecallReach }>>
> = {
  submit: ({ office, official }, { id }) => submitAnnouncement(office, id, official.id),
  approve: ({ office, official }, { id, confirmed, version }) =>
    approveAnnouncement(office, id, official.id, {
      ...(confirmed ? { urgent: true } : {}),
      ...(version === undefined ? {} : { version }),
    }),
  return: ({ office, official }, { id, note }) => returnAnnouncement(office, id, official.id, note),
  pause: ({ office, official }, { id }) => pauseAnnouncement(office, id, official.id),
  resume: ({ office, official }, { id }) => resumeAnnouncement(office, id, official.id),
  stop: ({ office, official }, { id }) => stopAnnouncement(office, id, official.id),
  recall: ({ office, official }, { id }) => recallAnnouncement(office, id, official.id),
}

import type { Refusal } from '../../../knowledge/announcements/announcement.ts'
import { addFile } from '../../../office/announcements/add-file.ts'
import { correctAnnouncement } from '../../../office/announcements/correct-announcement.ts'
import { createAnnouncement } from '../../../office/announcements/create-announcement.ts'
import type { Done } from '../../../office/announcements/done.ts'
import { editAnnouncement } from '../../../office/announcements/edit-announcement.ts'
import { isNobody } from '../../../office/announcements/is-nobody.ts'
import type { Office } from '../../../office/announcements/office.ts'
import type { ReadDraft } from '../../../office/announcements/read-draft.ts'
import { removeFiles } from '../../../office/announcements/remove-files.ts'
import { showAnnouncement } from '../../../office/announcements/show-announcement.ts'
import { submitAnnouncement } from '../../../office/announcements/submit-announcement.ts'
import { signatureReader } from '../../announcements/signature-reader.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { openOffice } from './open-office.ts'
import { type DraftFile, readDraftFile } from './read-draft-file.ts'
import { refused } from './refused.ts'

/** `announcements create`: writes one and hands it to those who may approve it. */
export async function createOne(
  context: CommandContext,
  { file, by }: { file: string; by: string },
): Promise<void> {
  const written = await write(
    context,
    { file, by, submits: true, missing: missingOf },
    ({ office, fields }) => createAnnouncement(office, fields, by),
  )
  context.print(
    written,
    `announcement ${written.id} is written and waits for approval: it would reach ${written.recipients}`,
  )
}

/** `announcements edit`: changes one; it has to be submitted and approved again. */
export async function editOne(
  context: CommandContext,
  id: string,
  { file, by }: { file: string; by: string },
): Promise<void> {
  const written = await write(
    context,
    { file, by, submits: false, missing: () => [] },
    async ({ office, fields, attachments }) => {
      const { unit, ...content } = fields
      if (unit !== undefined) throw new AppError('bad_data', 'unit cannot be changed: write another one')
      const done = await editAnnouncement(office, id, content, by)
      // Files that are named are all that there are then.
      const removed = done.ok && attachments ? await removeFiles(office, id, by) : done
      return removed.ok ? { ok: true, id } : removed
    },
  )
  context.print(written, `announcement ${id} is changed: submit it to have it approved`)
}

/** `announcements correct`: stops a wrong one, and writes what goes to exactly those who got it. */
export async function correctOne(
  context: CommandContext,
  id: string,
  { file, by }: { file: string; by: string },
): Promise<void> {
  const missing = ({ text }: ReadDraft['fields']) => (text === undefined ? [lacks('text')] : [])
  const written = await write(context, { file, by, submits: true, missing }, ({ office, fields }) => {
    const { unit: _, ...content } = fields
    return correctAnnouncement(office, id, content, by)
  })
  context.print(
    { ...written, corrects: id },
    `announcement ${id} is stopped; its correction ${written.id} waits for approval: it would reach ${written.recipients}`,
  )
}

interface Writing {
  file: string
  by: string
  /** It goes on to those who may approve it. */
  submits: boolean
  missing(fields: ReadDraft['fields']): Refusal[]
}

/** All of it or nothing. */
async function write(
  context: CommandContext,
  { file, by, submits, missing }: Writing,
  begin: (draft: DraftFile & { office: Office }) => Promise<Done<{ id: string }>>,
): Promise<{ id: string; state: string; recipients: number }> {
  return context.withDatabase(async (open) => {
    const { act, tell, ...opened } = await openOffice(context, open)
    const readSignatures = signatureReader(context.config.knowledgeDir, context.log)
    // Reading files may take a while, in which nothing of the database is held.
    const draft = await readDraftFile(file, { ...opened, sql: open.pool }, { missing, readSignatures })
    return act(async (office) => {
      const { id } = orThrow(await begin({ ...draft, office }))
      for (const attachment of draft.attachments ?? []) orThrow(await addFile(office, id, attachment, by))
      if (submits) {
        orThrow(await submitAnnouncement(office, id, by))
        await tell(office, { id, act: 'submit', by })
      }
      const view = await showAnnouncement(office, id)
      if (!view) throw new Error('What was written is not there')
      return { id, state: view.state, recipients: view.recipients }
    })
  })
}

function missingOf({ title, text, audience }: ReadDraft['fields']): Refusal[] {
  return [
    ...(title === undefined ? [lacks('title')] : []),
    ...(text === undefined ? [lacks('text')] : []),
    ...(audience === undefined || isNobody(audience) ? [lacks('audience')] : []),
  ]
}

function lacks(field: string): Refusal {
  return { why: 'empty', values: { field } }
}

function orThrow<T extends object>(done: Done<T>): T {
  if (!done.ok) throw refused([done.refusal])
  return done
}

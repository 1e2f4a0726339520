import { readFile } from 'node:fs/promises'
import type { Refusal, Signature } from '../../../knowledge/announcements/announcement.ts'
import { checkDraft } from '../../../office/announcements/check-draft.ts'
import type { Office } from '../../../office/announcements/office.ts'
import { type ReadDraft, readDraft } from '../../../office/announcements/read-draft.ts'
import { AppError } from '../../errors.ts'
import { pathOf } from '../back-up.ts'
import { type Attachment, readAttachments } from './read-attachments.ts'
import { sayRefusal } from './say-refusal.ts'

export interface DraftFile extends Pick<ReadDraft, 'fields'> {
  /** Absent when the file says nothing of any. */
  attachments?: Attachment[]
}

/**
 * Reads an announcement from a JSON file, with its attachments.
 * @param reading.missing what a whole one still lacks
 * @param reading.readSignatures those of a PDF
 * @throws AppError that names every mistake there is
 */
export async function readDraftFile(
  file: string,
  office: Office,
  {
    missing,
    readSignatures,
  }: {
    missing(fields: ReadDraft['fields']): Refusal[]
    readSignatures(bytes: Uint8Array): Promise<Signature[]>
  },
): Promise<DraftFile> {
  const parsed = readDraft(await readJson(file), office.facts)
  if ('problems' in parsed) throw new AppError('bad_data', parsed.problems.join('; '))
  const { fields, attachments: paths } = parsed.read
  const { unit: _, ...content } = fields
  const { refusals } = await checkDraft(office, content)
  const { attachments, problems } = await readAttachments(paths ?? [], {
    facts: office.facts,
    readSignatures,
  })
  const wrong = [...new Set([...[...refusals, ...missing(fields)].map(sayRefusal), ...problems])]
  if (wrong.length > 0) throw new AppError('bad_data', wrong.join('; '))
  return { fields, ...(paths ? { attachments } : {}) }
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await readFile(pathOf(file)).catch((cause) => {
    throw new AppError('not_found', '--file cannot be read: check the path and who may read it', { cause })
  })
  try {
    // Which also drops a mark at the beginning.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError(
      'bad_data',
      '--file is no JSON in UTF-8: an object with title, text, topic and audience',
      {
        cause,
      },
    )
  }
}

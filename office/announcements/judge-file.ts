import { fileTypeFromBuffer } from 'file-type'
import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import { nameFile } from './name-file.ts'

/** @property type MIME, by what is in it; `name` ends as that type does */
export type FileJudgement = { ok: true; name: string; type: string } | { ok: false; refusal: Refusal }

/**
 * Whether a file may go with an announcement. What it is, its bytes say: neither its name nor who sends it.
 * @param file.name as it was sent
 */
export async function judgeFile(
  { name, bytes }: { name: string; bytes: Uint8Array },
  { bytes: most, types }: AnnouncementFacts['files'],
): Promise<FileJudgement> {
  if (bytes.length === 0) return { ok: false, refusal: { why: 'file_missing' } }
  if (bytes.length > most) return { ok: false, refusal: { why: 'file_too_large', values: { most } } }
  // Of a file that breaks off, the library may throw.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (!found || !types.includes(found.mime))
    return { ok: false, refusal: { why: 'file_type', values: { types: types.join(', ') } } }
  return { ok: true, name: nameFile(name, found.ext), type: found.mime }
}

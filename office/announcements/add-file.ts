import { createHash } from 'node:crypto'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { SentFile } from '../../bots/dialogue/event.ts'
import type { Refusal, Signature } from '../../knowledge/announcements/announcement.ts'
import { beginAct } from './begin-act.ts'
import { cleanLine } from './clean-line.ts'
import type { Done } from './done.ts'
import { judgeFile } from './judge-file.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { refuse } from './refuse.ts'
import { takeBackApproval } from './take-back-approval.ts'

/**
 * A file in hand, or one that is still to be fetched from the channel it was sent by.
 * @property signatures those of a PDF, as `readSignatures` gives them
 */
export type GivenFile =
  | { name: string; bytes: Uint8Array; signatures?: readonly Signature[] }
  | (SentFile & { channel: ChannelName; account: string })

interface KeptFile {
  name: string
  type: string
  size: number
  bytes: Buffer | null
  sha256: string | null
  signatures: readonly Signature[] | null
  source: { channel: ChannelName; account: string; ref: string } | null
}

const count =
  'select count(*)::int as number from announcement_file where announcement_id = $1 and failure is null'

const insert = `
  insert into announcement_file (announcement_id, name, type, size, bytes, sha256, signatures, source, added_at)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::timestamptz) returning id::text`

/**
 * Attaches a file, which is an edit like any other. One that is still to be fetched is judged by its content when it has
 * come; until then the announcement is not approved.
 * @param by the id of the official
 */
export async function addFile(
  office: Office,
  id: string,
  file: GivenFile,
  by: string,
): Promise<Done<{ id: string }>> {
  const begun = await beginAct(office, 'edit', { id, by })
  if (!begun.ok) return begun
  const { most } = office.facts.files
  const { rows } = await office.sql.query<{ number: number }>({ text: count, values: [id] })
  if ((rows[0]?.number ?? 0) >= most) return refuse('too_many_files', { most })
  const kept = 'bytes' in file ? await keepBytes(file, office) : keepSource(file, office)
  if ('refusal' in kept) return { ok: false, refusal: kept.refusal }
  await takeBackApproval(office, id)
  const { name, type, size, bytes, sha256, signatures, source } = kept
  const { rows: added } = await office.sql.query<{ id: string }>({
    text: insert,
    values: [
      ...[id, name, type, size, bytes, sha256],
      signatures && JSON.stringify(signatures),
      source && JSON.stringify(source),
      office.now,
    ],
  })
  const [row] = added
  if (!row) throw new Error('A file was not written')
  await recordAct(office, { id, by, act: 'file_added', detail: { file: row.id, type, size } })
  return { ok: true, id: row.id }
}

async function keepBytes(
  file: Extract<GivenFile, { bytes: unknown }>,
  { facts }: Office,
): Promise<KeptFile | { refusal: Refusal }> {
  const judged = await judgeFile(file, facts.files)
  if (!judged.ok) return { refusal: judged.refusal }
  const { name, type } = judged
  const bytes = Buffer.from(file.bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { name, type, size: bytes.length, bytes, sha256, signatures: file.signatures ?? null, source: null }
}

/** What a channel says of a file is believed as far as it refuses it; of one that it says nothing of, all is to come. */
function keepSource(
  { ref, name, type, size = 0, channel, account }: Exclude<GivenFile, { bytes: unknown }>,
  { facts }: Office,
): KeptFile | { refusal: Refusal } {
  const { bytes: most, types } = facts.files
  if (size > most) return { refusal: { why: 'file_too_large', values: { most } } }
  if (type !== undefined && !types.includes(type))
    return { refusal: { why: 'file_type', values: { types: types.join(', ') } } }
  return {
    name:
      cleanLine(name ?? '')
        .slice(0, 100)
        .toWellFormed() || 'tep',
    type: type ?? 'application/octet-stream',
    size,
    bytes: null,
    sha256: null,
    signatures: null,
    source: { channel, account, ref },
  }
}

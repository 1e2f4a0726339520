import type { Signature } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'

const find = `
  select id::text, bytes from announcement_file
  where type = 'application/pdf' and bytes is not null and signatures is null and id > $1::bigint
    and ($2::bigint is null or announcement_id = $2)
  order by announcement_file.id limit 1`

const keep =
  'update announcement_file set signatures = $2::jsonb where id = $1::bigint and signatures is null'

/**
 * Reads the signatures of attached PDFs in which nobody has looked yet: those that came by a command, or before a crash.
 * Done by several at once, or again, it keeps the same.
 * @param read as `readSignatures`, with the roots that are trusted now
 * @param announcement of this one alone
 * @returns how many files were read
 */
export async function readMissingSignatures(
  sql: Sql,
  read: (bytes: Uint8Array) => Promise<readonly Signature[]>,
  announcement?: string,
): Promise<number> {
  let last = '0'
  for (let count = 0; ; count++) {
    const { rows } = await sql.query<{ id: string; bytes: Buffer }>({
      text: find,
      values: [last, announcement ?? null],
    })
    const [file] = rows
    if (!file) return count
    const signatures = await read(file.bytes)
    await sql.query({ text: keep, values: [file.id, JSON.stringify(signatures)] })
    last = file.id
  }
}

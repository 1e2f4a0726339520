import { Readable } from 'node:stream'
import type { Sql } from '../../server/database/sql.ts'

/** Read at a time: what one download holds of the memory. */
const chunkBytes = 512 * 1024

const readChunk =
  'select substring(bytes from $2::int for $3::int) as chunk from announcement_file where id = $1::bigint'

/**
 * A file's bytes, read by pieces as they are taken, so that neither a large file nor a slow reader holds memory or a
 * connection.
 */
export function streamBoardFile(sql: Sql, id: string): Readable {
  async function* chunks() {
    for (let at = 1; ; at += chunkBytes) {
      const { rows } = await sql.query<{ chunk: Buffer }>({ text: readChunk, values: [id, at, chunkBytes] })
      const chunk = rows[0]?.chunk
      // Deleted meanwhile: what was promised cannot be kept, and the reader has to notice.
      if (!chunk) throw new Error('the file is gone while it is read')
      if (chunk.length > 0) yield chunk
      if (chunk.length < chunkBytes) return
    }
  }
  return Readable.from(chunks(), { objectMode: false })
}

import type { Pool } from 'pg'
import type { FileStore } from '../../bots/channels/channel.ts'

const readFile = 'select bytes from announcement_file where id = $1 and bytes is not null'

const readUpload = `
  select external_id from announcement_upload
  where file_id = $1 and channel = $2 and account = $3 and (until is null or until > clock_timestamp())`

// A file that was taken away meanwhile is remembered by nobody.
const keepUpload = `
  insert into announcement_upload (file_id, channel, account, external_id, until)
  select f.id, $2, $3, $4, $5 from announcement_file f where f.id = $1
  on conflict (file_id, channel, account) do update set external_id = excluded.external_id, until = excluded.until`

/** Files of announcements, as channels ask for them and remember what their servers know them as. */
export function createFileStore(pool: Pick<Pool, 'query'>): FileStore {
  return {
    async read(id) {
      const { rows } = await pool.query<{ bytes: Buffer }>(readFile, [id])
      return rows[0]?.bytes ?? null
    },
    async knownAs(id, { channel, account }) {
      const { rows } = await pool.query<{ external_id: string }>(readUpload, [id, channel, account])
      return rows[0]?.external_id ?? null
    },
    async remember(id, { channel, account, externalId, until }) {
      await pool.query(keepUpload, [id, channel, account, externalId, until])
    },
  }
}

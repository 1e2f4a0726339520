import type { Sql } from '../../server/database/sql.ts'
import type { ChannelAccount } from './pace.ts'

const leave = `
  update announcement_recipient set wave = 1
  where announcement_id = $1 and wave = 0 and channel = $2 and account = $3 and status = 'planned' and owner is null
    and unknown_outcomes = 0`

/** The others of an announcement do not wait for what has yet to go by an account that cannot be called. */
export async function leaveCanary(sql: Sql, announcement: string, of: ChannelAccount): Promise<void> {
  await sql.query({ text: leave, values: [announcement, of.channel, of.account] })
}

import type { Sql } from '../../server/database/sql.ts'
import { shareCanary } from './share-canary.ts'

const count = `
  select channel, account, count(*)::int as recipients from announcement_recipient
  where announcement_id = $1 and status = 'planned' group by channel, account`

// Through an inner query, which goes by the index in its order and stops.
const choose = `
  update announcement_recipient set wave = 0 where id in (
    select id from announcement_recipient
    where announcement_id = $1 and channel = $2 and account = $3 and wave = 1 and status = 'planned'
    order by id limit $4)`

/**
 * Chooses who gets an announcement first, among those who are planned. The caller has locked the announcement.
 * @param sizeOf how many of so many; all are chosen where there are fewer
 */
export async function chooseCanary(
  sql: Sql,
  announcement: string,
  sizeOf: (planned: number) => number,
): Promise<void> {
  const { rows } = await sql.query<{ channel: string; account: string; recipients: number }>({
    text: count,
    values: [announcement],
  })
  const total = rows.reduce((sum, { recipients }) => sum + recipients, 0)
  const shares = shareCanary(
    new Map(rows.map(({ channel, account, recipients }) => [`${channel}:${account}`, recipients])),
    Math.min(total, sizeOf(total)),
  )
  for (const { channel, account } of rows) {
    const share = shares.get(`${channel}:${account}`) ?? 0
    if (share === 0) continue
    await sql.query({ text: choose, values: [announcement, channel, account, share] })
  }
}

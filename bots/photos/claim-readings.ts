import { lockNumbers } from '../../server/database/lock-numbers.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { ChannelName } from '../channels/channel.ts'

/** A photo in this process's hand. */
export interface Reading {
  id: string
  /** How its channel finds it. */
  image: string
  /** So often it has been taken in hand, this time included. */
  attempts: number
  channel: ChannelName
  account: string
  chat: string
  is_group: boolean
}

// What nobody has, what we had and let go of, and what is in the hand of a process that no longer lives. One that has
// only lost its connection may read it too; both then store the same event.
const claim = `
  update photo_reading r set owner = $1, attempts = r.attempts + 1
  from conversation c
  where c.id = r.conversation_id and r.id in (
    select w.id from photo_reading w join conversation wc on wc.id = w.conversation_id
    where w.id <> all($3::bigint[])
      and (wc.channel || ':' || wc.account = any($4::text[]) or w.asked_at < $5::timestamptz)
      and (w.owner is null or w.owner = any($2::bigint[]) or not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid::bigint = $7 and l.objid::bigint = w.owner
          and l.database = (select oid from pg_database where datname = current_database())))
    order by w.id limit $6
    for update of w skip locked)
  returning r.id::text, r.image, r.attempts, c.channel, c.account, c.chat, c.is_group`

const anyLeft = 'select exists (select from photo_reading where id <> all($1::bigint[])) as left'

interface Claim {
  /** Under which number they are taken. */
  owner: string
  /** All numbers that this process has had. */
  own: readonly string[]
  /** Ids of those in hand already. */
  inHand: readonly string[]
  /** `name:account` of the channels that this process serves. */
  keys: readonly string[]
  /** ISO instant; those asked for before it are taken whatever their channel. */
  givenUpBefore: string
  room: number
}

/** Takes photos in hand, and says whether others wait. */
export async function claimReadings(sql: Sql, given: Claim): Promise<{ taken: Reading[]; left: boolean }> {
  const { owner, own, inHand, keys, givenUpBefore, room } = given
  const { rows: taken } = await sql.query<Reading>({
    text: claim,
    values: [owner, own, inHand, keys, givenUpBefore, room, lockNumbers.process],
  })
  const held = [...inHand, ...taken.map(({ id }) => id)]
  const { rows } = await sql.query<{ left: boolean }>({ text: anyLeft, values: [held] })
  return { taken, left: rows[0]?.left === true }
}

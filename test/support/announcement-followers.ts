import type { ChannelName } from '../../bots/channels/channel.ts'

interface Queries {
  query(statement: { text: string; values: unknown[]; query_timeout?: number }): Promise<unknown>
}

/** Every so-manieth of them is or does something; what is absent nobody is or does. */
export interface Followers {
  count: number
  /** ISO instant at which all began to follow; each was last seen some seconds, up to an hour, before it. */
  followedAt: string
  /** One after the other in turn. */
  channels?: readonly ChannelName[]
  account?: string
  /** Chats are named by numbers, from this one on. */
  firstChat?: number
  /** Slugs: each follows one of them in turn. */
  units?: readonly string[]
  topics?: readonly string[]
  /** Of those that are in a group. */
  groups?: readonly string[]
  inGroup?: number
  /** Is one person with the one before it. */
  joined?: number
  english?: number
  blocked?: number
  stopped?: number
}

const conversations = `
  insert into conversation (channel, account, chat, state, blocked_at, created_at, active_at)
  select ($2::text[])[1 + n % cardinality($2::text[])], $3, ($4::bigint + n)::text,
    json_build_object('lang', case when n % $5::int = $5 - 1 then 'en' else 'vi' end, 'met', true, 'frames', '[]'::json, 'runs', 0),
    case when n % $6::int = $6 - 1 then $7::timestamptz end, $7::timestamptz,
    $7::timestamptz - n * 37 % 3600 * interval '1 second'
  from generate_series(0, $1::int - 1) n`

const followers = `
  insert into follower (conversation_id, units, groups, topics, followed_at, stopped_at)
  select c.id, array[($3::text[])[1 + n % cardinality($3::text[])]],
    case when n % $4::int = $4 - 1 then array[($5::bigint[])[1 + n % cardinality($5::bigint[])]] else '{}' end,
    $6::text[], $7::timestamptz, case when n % $8::int = $8 - 1 then $7::timestamptz end
  from (select id, chat::bigint - $2::bigint as n from conversation
    where account = $9 and chat ~ '^[0-9]{1,18}$' and chat::bigint >= $2 and chat::bigint < $2 + $1::bigint) c`

const people = `
  insert into person_member (conversation_id, person, joined_at)
  select c.id, 'person ' || $2::bigint + n / $3::int, $4::timestamptz
  from (select id, chat::bigint - $2::bigint as n from conversation
    where account = $5 and chat ~ '^[0-9]{1,18}$' and chat::bigint >= $2 and chat::bigint < $2 + $1::bigint) c
  where n % $3 in ($3 - 1, $3 - 2)`

/** Nobody of those there are. */
const never = 2_000_000_000

/** Puts so many followers into the database, by one statement a table: a million takes half a minute. */
export async function addFollowers(pool: Queries, of: Followers): Promise<void> {
  const { count, followedAt, account = 'bot', firstChat = 1_000_001 } = of
  const { channels = ['telegram', 'zalo_oa', 'web'], units = ['hoan-kiem'], topics = ['chung'] } = of
  const { inGroup = never, groups = ['0'], joined = never } = of
  const run = (text: string, values: unknown[]) => pool.query({ text, values, query_timeout: 600_000 })
  await run(conversations, [
    count,
    channels,
    account,
    firstChat,
    of.english ?? never,
    of.blocked ?? never,
    followedAt,
  ])
  await run(followers, [
    count,
    firstChat,
    units,
    inGroup,
    groups,
    topics,
    followedAt,
    of.stopped ?? never,
    account,
  ])
  await run(people, [count, firstChat, joined, followedAt, account])
}

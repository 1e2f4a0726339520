import type { EffectScope } from '../effect-scope.ts'
import type { Followed, FollowingPlace } from './places-of.ts'

// Who had stopped begins anew: what was approved before then is not for them.
const writeOwn = `
  insert into follower as f (conversation_id, units, groups, topics, followed_at)
  values ($1, $2, $3, $4, $5)
  on conflict (conversation_id) do update set
    units = excluded.units, groups = excluded.groups, topics = excluded.topics, stopped_at = null,
    followed_at = case when f.stopped_at is null then f.followed_at else excluded.followed_at end`

const change = `
  update follower set units = $2, groups = $3, topics = $4
  where conversation_id = any($1::bigint[]) and stopped_at is null`

const stop = `
  update follower set stopped_at = $2 where conversation_id = any($1::bigint[]) and stopped_at is null`

type Scope = Pick<EffectScope, 'sql' | 'conversation' | 'now'>

/** From now on this is followed here, and wherever else the person follows anything already. */
export async function beginFollowed(
  scope: Scope,
  places: readonly FollowingPlace[],
  followed: Followed,
): Promise<void> {
  const { sql, conversation, now } = scope
  const { units, groups, topics } = followed
  await sql.query({ text: writeOwn, values: [conversation.id, units, groups, topics, now] })
  if (places.length > 1) await changeFollowed(scope, places, followed)
}

/** What a person follows is one thing, wherever they do; in a place in which they do not nothing begins. */
export async function changeFollowed(
  { sql }: Pick<Scope, 'sql'>,
  places: readonly FollowingPlace[],
  { units, groups, topics }: Followed,
): Promise<void> {
  await sql.query({ text: change, values: [places.map(({ id }) => id), units, groups, topics] })
}

/** From now on the person follows nothing, in none of the places; what they followed stays known. */
export async function stopEverywhere(
  { sql, now }: Pick<Scope, 'sql' | 'now'>,
  places: readonly FollowingPlace[],
): Promise<void> {
  await sql.query({ text: stop, values: [places.map(({ id }) => id), now] })
}

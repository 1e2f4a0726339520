import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Follow, Person, Place, Push } from './person.ts'

// Only looked at: whoever has a person's conversations has all that is planned for them.
const findDue = `
  select f.conversation_id::text as id from dossier_push p join dossier_follow f on f.id = p.follow_id
  where p.status = 'planned' and p.channel = $1 and p.due_at <= $2::timestamptz
    and ($3::boolean or (f.tells = 'at_once' and p.notice is null))
  order by p.due_at limit $4`

const ofThem = `
  select ($1::bigint[] || array(
    select o.conversation_id from person_member own join person_member o on o.person = own.person
    where own.conversation_id = any($1::bigint[])))::text[] as ids`

// As a turn locks them, so that their messages are committed in the order of their ids: whoever reads on from one
// would miss what came later with a lower one. Whoever is in a turn, or being erased, is for the next time.
const lockPlaces = `
  select id::text, channel, account, chat, pseudonym, active_at, blocked_at is null and not is_group as open,
    case when state->>'lang' = 'en' then 'en' else 'vi' end as lang
  from conversation where id = any($1::bigint[])
  order by conversation.id for no key update skip locked`

// A statement of its own after the lock: who was joined until then has to be seen. Whoever joins holds one of both.
const readPeople = `
  select own.id::text, coalesce(m.person, own.id::text) as person,
    coalesce((select bool_and(o.conversation_id = any($1::bigint[])) from person_member o
      where o.person = m.person), true) as whole
  from unnest($1::bigint[]) own(id) left join person_member m on m.conversation_id = own.id`

const takePushes = `
  select p.id::text, p.follow_id::text, p.due_at, p.planned_at, p.notice, p.tried::text[] as tried
  from dossier_push p join dossier_follow f on f.id = p.follow_id
  where f.conversation_id = any($1::bigint[]) and p.status = 'planned'
  order by p.due_at, p.id
  for update of p skip locked`

const readFollows = `
  select id::text, conversation_id::text, dossier_id::text, tells, ended_at is not null as ended, followed_at, notices,
    exists (select from dossier_push where follow_id = dossier_follow.id and status = 'planned') as planned
  from dossier_follow where conversation_id = any($1::bigint[])
    and dossier_id in (select dossier_id from dossier_follow where id = any($2::bigint[]))
  order by dossier_follow.id`

export interface DueOf {
  /** By which it is to go. */
  channel: ChannelName
  /** ISO instant. */
  now: string
  /** Within the sending window; else only what is to be told at any hour. */
  day: boolean
  limit: number
}

/**
 * Takes people in hand who are to be told something: all their conversations, so that nobody else tells them at the
 * same time, and everything planned for them.
 * @returns how many pushes were found due, and the people of whom all could be taken
 */
export async function takePeople(
  sql: Sql,
  { channel, now, day, limit }: DueOf,
): Promise<{ found: number; people: Person[] }> {
  const due = await sql.query<{ id: string }>({ text: findDue, values: [channel, now, day, limit] })
  const found = due.rows.length
  if (found === 0) return { found, people: [] }
  const asked = [...new Set(due.rows.map((row) => row.id))]
  const members = await sql.query<{ ids: string[] }>({ text: ofThem, values: [asked] })
  const locked = await sql.query<Place>({ text: lockPlaces, values: [members.rows[0]?.ids ?? asked] })
  const ids = locked.rows.map((place) => place.id)
  const { rows } = await sql.query<{ id: string; person: string; whole: boolean }>({
    text: readPeople,
    values: [ids],
  })
  const personOf = new Map(rows.filter((row) => row.whole).map((row) => [row.id, row.person]))
  const people = new Map<string, Person>()
  for (const place of locked.rows) {
    const person = personOf.get(place.id)
    if (person === undefined) continue
    const known = people.get(person)
    if (known) known.places.push(place)
    else people.set(person, { places: [place], follows: [], pushes: [] })
  }
  await addPlanned(sql, people, personOf)
  return { found, people: [...people.values()] }
}

/** Whoever has something planned that could not be taken, since it is changing just now, is left for the next time. */
async function addPlanned(
  sql: Sql,
  people: Map<string, Person>,
  personOf: ReadonlyMap<string, string>,
): Promise<void> {
  const places = [...personOf.keys()]
  const { rows: pushes } = await sql.query<Omit<Push, 'follow'> & { follow_id: string }>({
    text: takePushes,
    values: [places],
  })
  const { rows: follows } = await sql.query<Follow & { planned: boolean }>({
    text: readFollows,
    values: [places, pushes.map((push) => push.follow_id)],
  })
  const taken = new Map(pushes.map(({ follow_id, ...push }) => [follow_id, push]))
  for (const { planned, ...follow } of follows) {
    const whose = personOf.get(follow.conversation_id) ?? ''
    const person = people.get(whose)
    const push = taken.get(follow.id)
    if (planned && !push) people.delete(whose)
    person?.follows.push(follow)
    if (push) person?.pushes.push({ ...push, follow })
  }
}

import type { ChannelName } from '../../channels/channel.ts'
import type { Ask, AskAnswer, OfficialRole } from '../../dialogue/event.ts'
import { nameFollowed } from './announcements/name-followed.ts'
import { followedIn, placesOf } from './announcements/places-of.ts'
import type { EffectScope } from './effect-scope.ts'
import { whereIs } from './where-is.ts'

const find = `
  select
    (select coalesce(json_agg(json_build_object('id', o.conversation_id::text, 'channel', c.channel)
        order by o.joined_at, o.conversation_id), '[]')
      from person_member m
      join person_member o on o.person = m.person and o.conversation_id <> m.conversation_id
      join conversation c on c.id = o.conversation_id
      where m.conversation_id = $1) as sides,
    (select count(*)::int from reminder where conversation_id = $1 and status = 'planned') as reminders,
    (select count(*)::int from dossier_follow where conversation_id = $1 and ended_at is null) as dossiers,
    (select phone_last2 from proven_phone where conversation_id = $1) as phone,
    (select json_build_object('name', o.name, 'role', o.role, 'unit', o.unit)
      from official_chat l join official o on o.id = l.official_id
      where l.conversation_id = $1 and o.left_at is null) as official`

interface Found {
  sides: { id: string; channel: ChannelName }[]
  reminders: number
  dossiers: number
  phone: string | null
  official: OfficialRole | null
}

/** With whom a conversation is joined, and what is kept of it outside its state. */
export async function findSides(
  { sql, conversation }: EffectScope,
  { to }: Extract<Ask, { kind: 'sides' }>,
): Promise<AskAnswer> {
  const followed = to === 'show' ? followedIn(await placesOf(sql, conversation.id)) : undefined
  const { rows } = await sql.query<Found>({ text: find, values: [conversation.id] })
  const { sides = [], reminders = 0, dossiers = 0, phone, official } = rows[0] ?? {}
  return {
    kind: 'sides',
    to,
    sides: sides.map(({ id, channel }) => ({ id, where: whereIs(channel, conversation.channel) })),
    reminders,
    dossiers,
    ...(followed ? { following: await nameFollowed(sql, followed) } : {}),
    ...(phone ? { phone } : {}),
    ...(official ? { official } : {}),
  }
}

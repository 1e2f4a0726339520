import { deskRoles } from '../../../../knowledge/dossiers/access/desk-roles.ts'
import type { Sql } from '../../../../server/database/sql.ts'
import { ownPlaces } from './own-places.ts'

/** A conversation by what names it on its channel. */
export interface Place {
  id: string
  channel: string
  account: string
  chat: string
}

/** Who asks, as far as that opens dossiers. */
export interface Asker {
  /** The conversation, and all that are joined with it. */
  places: Place[]
  /** Keyed hashes of the phone numbers that were shown to be theirs. */
  phones: string[]
  /** Set in a chat of an official who may look up dossiers of their unit, or with `all` any. */
  official?: { id: string; unit: string }
}

// What opens dossiers to an official stays with the chat that proved it; joining another chat does not carry it there.
const find = `
  with ${ownPlaces}
  select
    (select json_agg(json_build_object('id', c.id::text, 'channel', c.channel, 'account', c.account, 'chat', c.chat))
      from own join conversation c on c.id = own.id) as places,
    (select coalesce(json_agg(distinct p.phone_hash), '[]')
      from own join proven_phone p on p.conversation_id = own.id) as phones,
    (select json_build_object('id', o.id::text, 'unit', o.unit)
      from official_chat l join official o on o.id = l.official_id
      where l.conversation_id = $1 and o.left_at is null
        and o.role = any($2::text[])) as official`

interface Found {
  places: Place[]
  phones: string[]
  official: { id: string; unit: string } | null
}

/** @param id of the conversation that asks, locked by this transaction */
export async function findAsker(sql: Sql, id: string): Promise<Asker> {
  const { rows } = await sql.query<Found>({ name: 'find asker', text: find, values: [id, deskRoles] })
  const [found] = rows
  if (!found?.places) throw new Error('The conversation is gone')
  const { places, phones, official } = found
  return { places, phones, ...(official ? { official } : {}) }
}

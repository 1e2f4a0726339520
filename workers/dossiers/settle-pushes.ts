import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Sql } from '../../server/database/sql.ts'

/** What became of a push. */
export interface PushChange {
  id: string
  /** `planned`: it still waits, for a channel that has no room just now. */
  status: 'planned' | 'handed' | 'sent' | 'merged' | 'skipped' | 'failed'
  channel?: ChannelName
  /** The message, and the conversation it is in. */
  outbox_id?: string
  place?: string
}

const settle = `
  update dossier_push p set
    status = v.status,
    channel = coalesce(v.channel, p.channel),
    outbox_id = v.outbox_id,
    tried = case when v.place is null then p.tried else p.tried || v.place end,
    handed_at = case when v.outbox_id is not null then $2::timestamptz end,
    settled_at = case when v.status not in ('planned', 'handed') then $2::timestamptz end
  from json_to_recordset($1::json) v(id bigint, status text, channel text, outbox_id bigint, place bigint)
  where p.id = v.id`

/**
 * Writes what became of pushes that this transaction has locked.
 * @param now ISO instant
 */
export async function settlePushes(sql: Sql, changes: readonly PushChange[], now: string): Promise<void> {
  if (changes.length > 0) await sql.query({ text: settle, values: [JSON.stringify(changes), now] })
}

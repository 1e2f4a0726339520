/**
 * That announcements went to these conversations stays on record for the count, without the person: their rows lose the
 * conversation with it, and here the channel's numbers of the messages, by which it could tell who that was.
 */
export const forgetSends = `
  update announcement_recipient set external_id = null, tried = null
  where conversation_id = any($1::bigint[]) and (external_id is not null or tried is not null)`

import type { Sql } from '../../server/database/sql.ts'

/** Where the picture is to be found need not be known any longer either: at some channels that is enough to see it. */
const settle = `
  with read as (
    delete from photo_reading where id = $1 returning conversation_id, image
  )
  update inbox i set event = (i.event::jsonb #- '{event,image}' #- '{event,file}')::json
  from read r
  where i.conversation_id = r.conversation_id and i.status <> 'new' and i.event -> 'event' ->> 'image' = r.image`

/** Forgets a photo that has been read. */
export async function settleReading(sql: Sql, id: string): Promise<void> {
  await sql.query({ text: settle, values: [id] })
}

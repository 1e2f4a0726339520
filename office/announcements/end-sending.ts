import { closeRecipients } from './close-recipients.ts'
import type { Office } from './office.ts'

const stop = `
  update announcement set state = 'stopped', pause = null, look_again_at = null, ended_at = $2::timestamptz,
    updated_at = $2::timestamptz
  where id = $1`

/** Nobody more gets an announcement from now on, but whoever it is on its way to at this moment. */
export async function endSending({ sql, now }: Pick<Office, 'sql' | 'now'>, id: string): Promise<void> {
  await sql.query({ text: stop, values: [id, now] })
  await closeRecipients(sql, id, { reason: 'stopped', now })
}

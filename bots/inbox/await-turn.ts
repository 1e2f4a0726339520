import type { Sql } from '../../server/database/sql.ts'
import type { Incoming } from './incoming.ts'

/** Resolves when a stored event has been handled, set aside, or erased with its conversation. */
export async function awaitTurn(
  sql: Sql,
  { channel, account, externalId }: Pick<Incoming, 'channel' | 'account' | 'externalId'>,
): Promise<void> {
  for (let wait = 2; ; wait = Math.min(50, wait * 2)) {
    const { rows } = await sql.query<{ status: string }>({
      text: 'select status from inbox where channel = $1 and account = $2 and external_id = $3',
      values: [channel, account, externalId],
    })
    if (rows[0]?.status !== 'new') return
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

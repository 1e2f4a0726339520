import { countAudience } from '../audiences/count-audience.ts'
import type { Draft } from './draft.ts'
import { isNobody } from './is-nobody.ts'
import type { Office } from './office.ts'

/** How many an announcement would reach at this moment; a draft that names nobody yet reaches nobody. */
export async function countRecipients(
  { sql, now }: Pick<Office, 'sql' | 'now'>,
  {
    audience,
    topic,
    urgent,
    corrects,
  }: Pick<Draft, 'audience' | 'topic' | 'urgent'> & { corrects: string | null },
): Promise<number> {
  if (corrects === null && isNobody(audience)) return 0
  return (await countAudience(sql, { audience, topic, urgent, corrects }, now)).total
}

import type { Alerts } from '../../bots/channels/alerts.ts'
import { listDisagreements } from '../../knowledge/dossiers/register/list-disagreements.ts'
import type { Sql } from '../database/sql.ts'

/** Operators hear once that sources disagree, and once more after all of it was settled; whichever source it was. */
export async function tellDisagreements(sql: Sql, alerts: Pick<Alerts, 'raise' | 'clear'>): Promise<void> {
  const open = await listDisagreements(sql, { most: 1 })
  if (open.length > 0) alerts.raise('dossiers.disagree')
  else alerts.clear('dossiers.disagree')
}

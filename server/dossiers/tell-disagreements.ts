import type { Alerts } from '../../bots/channels/alerts.ts'
import { doSourcesDisagree } from '../../knowledge/dossiers/register/do-sources-disagree.ts'
import type { Sql } from '../database/sql.ts'

/** Operators hear once that sources disagree, and once more after all of it was settled; whichever source it was. */
export async function tellDisagreements(sql: Sql, alerts: Pick<Alerts, 'raise' | 'clear'>): Promise<void> {
  if (await doSourcesDisagree(sql)) alerts.raise('dossiers.disagree')
  else alerts.clear('dossiers.disagree')
}

import type { Alerts } from '../bots/channels/alerts.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Health } from './health.ts'
import type { OperatorAccess } from './http/operator/operator-access.ts'
import type { KnowledgeKeeper } from './keep-knowledge.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { OpenDatabase } from './open-database.ts'
import type { RoomWatch } from './watch-room.ts'

/** What the parts of a running server are put together from. */
export interface Site {
  config: Config
  log: Log
  clock: Clock
  health: Health
  metrics: Metrics
  open: OpenDatabase
  knowledge: KnowledgeKeeper
  room: RoomWatch
  alerts: Alerts & { idle(): Promise<void> }
  operators: OperatorAccess
}

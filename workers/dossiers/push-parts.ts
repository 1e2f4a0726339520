import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import type { Calendar } from '../../knowledge/calendar/calendar.ts'
import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import type { Clock } from '../../server/clock.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Log } from '../../server/log.ts'
import type { Pace } from './pace.ts'

/** What the assistant knows, as far as followers are told of it. */
export interface Known {
  sayings: DossierSayings
  calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
  facts: Pick<DossierFacts, 'statuses' | 'rules'>
}

export interface ToldDossier {
  /** ISO instant. */
  at: string
  code: string
  /** Of the conversation. */
  pseudonym: string
  channel: ChannelName
}

/** What telling followers needs of this installation. */
export interface PushParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'error'>
  /** Seals buttons. */
  tapKey: KeyObject
  /** Whether names and papers are left out on a channel. */
  isDiscreet(channel: ChannelName): boolean
  /** Puts on record, in the same transaction, that a dossier was told of in a conversation. */
  recordTold(sql: Sql, told: ToldDossier): Promise<void>
  /** What is known at this moment. */
  known(): Known
  /** Another than the usual one, in tests and measurements. */
  pace?: Readonly<Record<ChannelName, Pace>>
}

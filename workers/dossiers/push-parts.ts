import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import type { Calendar } from '../../knowledge/calendar/calendar.ts'
import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import type { Pace } from './pace.ts'

/** What the assistant knows, as far as followers are told of it. */
export interface Known {
  sayings: DossierSayings
  calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
  facts: Pick<DossierFacts, 'statuses' | 'rules'>
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
  /** What is known at this moment. */
  known(): Known
  /** Another than the usual one, in tests and measurements. */
  pace?: Readonly<Record<ChannelName, Pace>>
}

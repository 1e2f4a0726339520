import type { EffectScope } from '../../bots/inbox/effects/effect-scope.ts'
import type { ActingOfficial } from '../announcements/acting-official.ts'
import type { Office } from '../announcements/office.ts'
import type { DeskParts, KnownOnDesk } from './desk-parts.ts'

/** One question that an official asks of their desk. */
export interface DeskScope {
  office: Office
  official: ActingOfficial
  turn: Pick<EffectScope, 'conversation' | 'tapKey'>
  known: KnownOnDesk
  parts: DeskParts
}

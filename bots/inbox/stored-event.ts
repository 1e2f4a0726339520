import type { Lang } from '../dialogue/event.ts'
import type { IncomingEvent } from './incoming.ts'

/** What of an incoming event is kept until its turn has run. */
export interface StoredEvent {
  event: IncomingEvent
  addressed: boolean
  locale?: Lang
  tappedMessage?: string
  quotes?: string
  limitKey?: string
}

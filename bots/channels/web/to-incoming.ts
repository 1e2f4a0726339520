import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import type { Posted } from './api.ts'
import { webChannel } from './web-channel.ts'

/** Something that was done, or what the codes of a photo say. */
type Done = Posted | { id: string; codes: readonly string[] }

/** @param limitKey of the client's address */
export function toIncoming(chat: string, message: Done, limitKey: string): Incoming {
  return {
    channel: webChannel.name,
    account: webChannel.account,
    externalId: `${chat}:${message.id}`,
    chat,
    group: false,
    addressed: true,
    limitKey,
    event: toEvent(message),
    ...('lang' in message && message.lang ? { locale: message.lang } : {}),
    ...('of' in message && message.of ? { tappedMessage: message.of } : {}),
  }
}

function toEvent(message: Done): IncomingEvent {
  if ('codes' in message) return { kind: 'photo_read', codes: message.codes }
  if ('text' in message) return { kind: 'text', text: message.text }
  if ('tap' in message) return { kind: 'tap', data: message.tap }
  if ('language' in message) return { kind: 'language', lang: message.language }
  return message.start ? { kind: 'start', payload: message.start } : { kind: 'start' }
}

import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import type { Posted } from './api.ts'
import { webChannel } from './web-channel.ts'

/** @param limitKey of the client's address */
export function toIncoming(chat: string, message: Posted, limitKey: string): Incoming {
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

function toEvent(message: Posted): IncomingEvent {
  if ('text' in message) return { kind: 'text', text: message.text }
  if ('tap' in message) return { kind: 'tap', data: message.tap }
  if ('language' in message) return { kind: 'language', lang: message.language }
  return message.start ? { kind: 'start', payload: message.start } : { kind: 'start' }
}

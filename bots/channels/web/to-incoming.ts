import type { Lang } from '../../dialogue/event.ts'
import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import type { Posted } from './api.ts'
import { webChannel } from './web-channel.ts'

/** @param locale the browser's language, a hint for the first contact */
export function toIncoming(chat: string, message: Posted, locale: Lang | undefined): Incoming {
  return {
    channel: webChannel.name,
    account: webChannel.account,
    externalId: `${chat}:${message.id}`,
    chat,
    sender: chat,
    group: false,
    addressed: true,
    event: toEvent(message),
    ...(locale ? { locale } : {}),
    ...('of' in message && message.of ? { tappedMessage: message.of } : {}),
  }
}

function toEvent(message: Posted): IncomingEvent {
  if ('text' in message) return { kind: 'text', text: message.text }
  if ('tap' in message) return { kind: 'tap', data: message.tap }
  if ('language' in message) return { kind: 'language', lang: message.language }
  return message.start ? { kind: 'start', payload: message.start } : { kind: 'start' }
}

/** The first language of `Accept-Language` that the assistant speaks. */
export function readLocale(header: string | undefined): Lang | undefined {
  const names = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().slice(0, 2))
  return names.find((name): name is Lang => name === 'vi' || name === 'en')
}

import { AppError } from '../../server/errors.ts'
import type { SentFile } from '../dialogue/event.ts'
import { cleanText } from './clean-text.ts'
import type { Incoming, IncomingEvent } from './incoming.ts'
import { mayBeCode } from './may-be-code.ts'
import type { StoredEvent } from './stored-event.ts'

/**
 * The longest text that reaches a turn, in UTF-16 units; longer ones are cut, and far from being answerable. It is more
 * than an announcement may have, so that one which is too long is refused and not cut.
 */
export const longestText = 12_000
const longestId = 256
/** How a channel finds a picture or a file may be an address. */
const longestImage = 2_000
const mostCodes = 5

/** An incoming event as it goes to the database. */
export interface CleanIncoming {
  channel: string
  account: string
  external_id: string
  chat: string
  is_group: boolean
  event: StoredEvent
}

/**
 * Bounds and cleans what a channel hands in, and keeps only what is known of it.
 * @throws AppError `bad_request` when an id is empty, too long or not storable: cutting it would mix up chats
 */
export function cleanIncoming(incoming: Incoming): CleanIncoming {
  const { channel, group, addressed, locale, tappedMessage, quotes, limitKey } = incoming
  const event = cleanEvent(incoming.event)
  return {
    channel,
    account: checkId(incoming.account, 'account'),
    external_id: checkId(incoming.externalId, 'event'),
    chat: checkId(incoming.chat, 'chat'),
    is_group: group,
    event: {
      event,
      addressed,
      ...(locale ? { locale } : {}),
      ...(tappedMessage ? { tappedMessage: cleanText(tappedMessage, longestId) } : {}),
      ...(quotes ? { quotes: cleanText(quotes, longestId) } : {}),
      ...(limitKey && mayBeCode(event) ? { limitKey: cleanText(limitKey, longestId) } : {}),
    },
  }
}

function checkId(id: string, what: string): string {
  if (id && id.length <= longestId && cleanText(id, longestId) === id) return id
  throw new AppError('bad_request', `The id of the ${what} is empty, longer than ${longestId} or not text.`)
}

function cleanEvent(event: IncomingEvent): IncomingEvent {
  switch (event.kind) {
    case 'text':
    case 'edited':
      return { kind: event.kind, text: cleanText(event.text, longestText) }
    case 'tap':
      return { kind: 'tap', data: cleanText(event.data, 128) }
    case 'start':
      return {
        kind: 'start',
        ...(event.payload === undefined ? {} : { payload: cleanText(event.payload, longestId) }),
        ...(event.follows ? { follows: true } : {}),
      }
    case 'attachment': {
      const { type, caption, image, file } = event
      return {
        kind: 'attachment',
        type,
        ...(caption === undefined ? {} : { caption: cleanText(caption, longestText) }),
        ...(image === undefined ? {} : { image: cleanText(image, longestImage) }),
        ...(file === undefined ? {} : { file: cleanFile(file) }),
      }
    }
    case 'contact': {
      const { phone } = event
      return {
        kind: 'contact',
        phone: phone && { hash: cleanText(phone.hash, 128), last2: cleanText(phone.last2, 2) },
      }
    }
    case 'photo_read':
      return {
        kind: 'photo_read',
        codes: event.codes.slice(0, mostCodes).map((code) => cleanText(code, longestId)),
      }
    case 'language':
      return { kind: 'language', lang: event.lang }
    case 'deleted':
    case 'blocked':
    case 'unblocked':
      return { kind: event.kind }
  }
}

function cleanFile({ ref, name, type, size }: SentFile): SentFile {
  return {
    ref: cleanText(ref, longestImage),
    ...(name === undefined ? {} : { name: cleanText(name, longestId) }),
    ...(type === undefined ? {} : { type: cleanText(type, longestId) }),
    ...(size === undefined || !Number.isSafeInteger(size) ? {} : { size }),
  }
}

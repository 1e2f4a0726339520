import type { AttachmentType, Lang } from '../../dialogue/event.ts'
import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import { asFields, asId, asText, type Fields } from '../read-json.ts'
import { type BotIdentity, readAddress } from './read-address.ts'
import { type HashPhone, readOwnPhone } from './read-own-phone.ts'
import { readPicture } from './read-picture.ts'
import { readSentFile } from './read-sent-file.ts'

/** What the bot asks to be told of; everything else stays with the server. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

type Place = Pick<Incoming, 'chat' | 'group' | 'locale'>
type Happening = Place & Pick<Incoming, 'addressed' | 'event' | 'tappedMessage' | 'quotes'>

/** The fields a message's content lies in, the more telling first (a venue also has a location, a GIF a document). */
const attachments: readonly (readonly [field: string, type: AttachmentType])[] = [
  ['photo', 'photo'],
  ['voice', 'voice'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'],
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['document', 'file'],
  ['audio', 'file'],
  ['contact', 'contact'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['game', 'other'],
  ['story', 'other'],
  ['paid_media', 'other'],
  ['checklist', 'other'],
  ['invoice', 'other'],
]

const outside = new Set<unknown>(['kicked', 'left'])
const inside = new Set<unknown>(['member', 'administrator', 'creator', 'restricted'])

/**
 * An update of Telegram's as the inbox takes it in. Pure; never throws, whatever it is given.
 * @returns null for what the assistant has no business with: unknown kinds, service messages, channels, bots, junk
 */
export function toIncoming(update: unknown, bot: BotIdentity, hashPhone: HashPhone): Incoming | null {
  const fields = asFields(update)
  const externalId = asId(fields?.update_id)
  if (!fields || externalId === null) return null
  const happening =
    readMessage(fields.message, bot, hashPhone) ??
    readEdited(fields.edited_message, bot) ??
    readTap(fields.callback_query) ??
    readMembership(fields.my_chat_member)
  return happening && { channel: 'telegram', account: bot.id, externalId, ...happening }
}

function readMessage(value: unknown, bot: BotIdentity, hashPhone: HashPhone): Happening | null {
  const message = asFields(value)
  const place = message && readPlace(message.chat, message.from)
  // What a channel posts is copied into its discussion group by the server: nobody there asked anything.
  if (!message || !place || message.is_automatic_forward === true) return null
  const text = asText(message.text)
  if (text !== null) {
    const address = readAddress(text, message.entities, message, bot)
    const quotes = place.group ? null : asId(asFields(message.reply_to_message)?.message_id)
    return {
      ...place,
      addressed: !place.group || address.addressed,
      ...(quotes === null ? {} : { quotes }),
      event: toEvent(address, text, place.group),
    }
  }
  if (asFields(message.contact) && !place.group)
    return { ...place, addressed: true, event: { kind: 'contact', phone: readOwnPhone(message, hashPhone) } }
  const attachment = attachments.find(
    ([field]) => typeof message[field] === 'object' && message[field] !== null,
  )
  if (!attachment) return null
  const caption = asText(message.caption)
  const address = readAddress(caption ?? '', message.caption_entities, message, bot)
  const said = caption && place.group && address.kind === 'text' ? address.text : caption
  const picture = readPicture(message)
  const type = picture ? 'photo' : attachment[1]
  const file = type === 'photo' || attachment[0] === 'document' ? readSentFile(message) : null
  return {
    ...place,
    addressed: !place.group || address.addressed,
    event: {
      kind: 'attachment',
      type,
      ...(said ? { caption: said } : {}),
      // In a group nothing is shown that a photo could ask for, and nothing is done with files.
      ...(picture?.image && !place.group ? { image: picture.image } : {}),
      ...(file && !place.group ? { file } : {}),
    },
  }
}

function toEvent(address: ReturnType<typeof readAddress>, text: string, group: boolean): IncomingEvent {
  if (address.kind === 'text') return { kind: 'text', text: group ? address.text : text }
  if (address.name !== 'start') return { kind: 'text', text: `/${address.name} ${address.rest}`.trim() }
  const payload = readPayload(address.rest)
  return payload ? { kind: 'start', payload } : { kind: 'start' }
}

/** A deep link can't hold a dot, so a procedure's code comes as `1_001193`. */
function readPayload(rest: string): string {
  return rest.slice(0, 64).replace(/^(\d+)_(\d+)$/, '$1.$2')
}

function readEdited(value: unknown, bot: BotIdentity): Happening | null {
  const message = asFields(value)
  const place = message && readPlace(message.chat, message.from)
  if (!message || !place) return null
  // Without a text it is a live location moving on, or the like.
  const text = asText(message.text) ?? asText(message.caption)
  if (text === null) return null
  const address = readAddress(text, message.entities ?? message.caption_entities, message, bot)
  const left = place.group && address.kind === 'text' ? address.text : text
  return { ...place, addressed: !place.group || address.addressed, event: { kind: 'edited', text: left } }
}

function readTap(value: unknown): Happening | null {
  const query = asFields(value)
  const message = asFields(query?.message)
  const place = query && message && readPlace(message.chat, query.from)
  const data = asText(query?.data)
  const tappedMessage = asId(message?.message_id)
  if (!place || !data || tappedMessage === null) return null
  return { ...place, addressed: true, event: { kind: 'tap', data: data.slice(0, 64) }, tappedMessage }
}

/** The bot was blocked or removed, or let in again; becoming an administrator and the like changes nothing. */
function readMembership(value: unknown): Happening | null {
  const change = asFields(value)
  const place = change && readPlace(change.chat, change.from)
  const before = asFields(change?.old_chat_member)?.status
  const after = asFields(change?.new_chat_member)
  if (!place || !after) return null
  if (outside.has(after.status) || (after.status === 'restricted' && after.is_member === false)) {
    return { ...place, addressed: true, event: { kind: 'blocked' } }
  }
  if (!inside.has(after.status) || !outside.has(before)) return null
  return { ...place, addressed: true, event: { kind: 'unblocked' } }
}

function readPlace(chatValue: unknown, fromValue: unknown): Place | null {
  const chat = asFields(chatValue)
  const from = asFields(fromValue)
  const chatId = asId(chat?.id)
  if (!chat || !from || chatId === null || from.is_bot === true) return null
  const group = chat.type === 'group' || chat.type === 'supergroup'
  if (!group && chat.type !== 'private') return null
  return { chat: chatId, group, ...readLocale(from) }
}

function readLocale({ language_code: code }: Fields): { locale?: Lang } {
  if (typeof code !== 'string') return {}
  return { locale: /^en\b/i.test(code) ? 'en' : 'vi' }
}

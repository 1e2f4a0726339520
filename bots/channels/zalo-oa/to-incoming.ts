import type { AttachmentType, SentFile } from '../../dialogue/event.ts'
import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import { asFields, asText, type Fields } from '../read-json.ts'
import { toSentFile } from '../to-sent-file.ts'
import { readZaloId } from './read-zalo-id.ts'

/** Why an event goes no further; the names are labels of `motcua_ignored_total`. */
export type Ignored = 'unknown_kind' | 'receipt' | 'anonymous' | 'other_account' | 'refused'

export interface OaIdentity {
  appId: string
  /** null until it is known. */
  oaId: string | null
}

const attachments: Partial<Record<string, AttachmentType>> = {
  user_send_image: 'photo',
  user_send_gif: 'photo',
  user_send_video: 'video',
  user_send_audio: 'voice',
  user_send_file: 'file',
  user_send_sticker: 'sticker',
  user_send_location: 'location',
  user_send_business_card: 'contact',
}
const receipts = new Set<unknown>(['user_seen_message', 'user_received_message'])
/** What our buttons carry, and nobody types: a ref, a tilde and a seal. */
const sealed = /^[\x21-\x7e]{1,52}~[\w-]{8}$/

/**
 * An event of the webhook's as the inbox takes it in. Pure; never throws, whatever it is given.
 * @returns why it is of no interest, for what is
 */
export function toIncoming(event: unknown, oa: OaIdentity): Incoming | Ignored {
  const fields = asFields(event)
  const name = fields?.event_name
  if (!fields || typeof name !== 'string') return 'unknown_kind'
  if (receipts.has(name)) return 'receipt'
  // They have no account, so nothing sent to a person reaches them, and their id ends with the page they look at.
  if (name.startsWith('anonymous_')) return 'anonymous'
  const happening = readHappening(name, fields)
  const person = readZaloId(asFields(happening?.person)?.id)
  if (!happening || person === null) return 'unknown_kind'
  const to = readZaloId(happening.oa)
  if (oa.oaId !== null && to !== null && to !== oa.oaId) return 'other_account'
  const message = readZaloId(asFields(fields.message)?.msg_id)
  // What is no message gets an id that is the same when it comes again, and with its colons never Zalo's.
  const externalId = message ?? `${name}:${person}:${readTimestamp(fields) ?? 0}`
  const place = { account: oa.appId, externalId, chat: person, group: false, addressed: true }
  return { channel: 'zalo_oa', ...place, event: happening.event }
}

/** When it happened, by Zalo's clock, in milliseconds since the epoch: it comes as a string or a number. */
export function readTimestamp(event: Fields): number | null {
  const { timestamp } = event
  const time = typeof timestamp === 'string' && /^\d{1,16}$/.test(timestamp) ? Number(timestamp) : timestamp
  return typeof time === 'number' && Number.isSafeInteger(time) && time >= 0 ? time : null
}

interface Happening {
  event: IncomingEvent
  person: unknown
  oa: unknown
}

function readHappening(name: string, fields: Fields): Happening | null {
  const sent = { person: fields.sender, oa: asFields(fields.recipient)?.id }
  const member = { person: fields.follower, oa: fields.oa_id }
  // Who follows an account has said yes to its news.
  if (name === 'follow') return { event: { kind: 'start', follows: true }, ...member }
  if (name === 'unfollow') return { event: { kind: 'blocked' }, ...member }
  // What the form says is only said: nothing of it is kept.
  if (name === 'user_submit_info') return { event: { kind: 'attachment', type: 'contact' }, ...sent }
  const message = asFields(fields.message)
  const event = message && readMessage(name, asText(message.text) ?? '', message.attachments)
  return event ? { event, ...sent } : null
}

function readMessage(name: string, text: string, attached: unknown): IncomingEvent | null {
  if (name === 'user_send_text') {
    if (text.trim() === '') return null
    return sealed.test(text) ? { kind: 'tap', data: text } : { kind: 'text', text: readQuery(text) }
  }
  if (name === 'user_send_link')
    return text.trim() ? { kind: 'text', text } : { kind: 'attachment', type: 'other' }
  const type = Object.hasOwn(attachments, name) ? attachments[name] : undefined
  if (!type) return null
  const image = name === 'user_send_image' ? readImage(attached) : null
  const file = name === 'user_send_image' || name === 'user_send_file' ? readFile(name, attached) : null
  return {
    kind: 'attachment',
    type,
    ...(text.trim() ? { caption: text } : {}),
    ...(image ? { image } : {}),
    ...(file ? { file } : {}),
  }
}

/** Where the first picture of a message lies. Whether it may be asked for there is judged before it is. */
function readImage(attached: unknown): string | null {
  return asText(readPayload(attached)?.url)
}

function readFile(event: string, attached: unknown): SentFile | null {
  const { url, name, size, type } = readPayload(attached) ?? {}
  const ref = asText(url)
  return toSentFile(event === 'user_send_image' ? { ref, type: 'image/jpeg' } : { ref, name, size, type })
}

function readPayload(attached: unknown): Fields | null {
  const [first]: readonly unknown[] = Array.isArray(attached) ? attached : []
  return asFields(asFields(first)?.payload)
}

/** What an entry of the OA's menu sends is one word after a `#`, without diacritics: `#gap_can_bo`. */
function readQuery(text: string): string {
  return /^#\w{2,39}$/.test(text) ? text.slice(1).replaceAll('_', ' ') : text
}

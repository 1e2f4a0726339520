import type { AttachmentType, SentFile } from '../../../dialogue/event.ts'
import type { Incoming, IncomingEvent } from '../../../inbox/incoming.ts'
import { asFields, asText, type Fields } from '../../read-json.ts'
import { toSentFile } from '../../to-sent-file.ts'
import { readId } from '../read-id.ts'
import type { Pushed } from './pushed.ts'
import { type OwnIdentity, readAddress } from './read-address.ts'

/** Why something went no further; the names are labels of `motcua_ignored_total`. */
export type Ignored = 'own' | 'not_addressed' | 'unknown_kind' | 'taken_back' | 'refused'

/** The kinds of messages that have no text of their own. */
const attachments: Readonly<Record<string, AttachmentType>> = {
  'chat.photo': 'photo',
  'chat.doodle': 'photo',
  'chat.voice': 'voice',
  'chat.video.msg': 'video',
  'chat.gif': 'video',
  'chat.sticker': 'sticker',
  'chat.location.new': 'location',
  'share.file': 'file',
}

/** What Zalo says by itself in a chat ("you are friends now"), and what takes a message back. */
const silent = new Set(['chat.ecard', 'chat.undo', 'chat.delete', 'chat.reaction'])

/**
 * A message of Zalo's as the inbox takes it in, or why it goes no further. Pure; never throws, whatever it is given.
 */
export function toIncoming(message: Pushed, own: OwnIdentity): Incoming | Ignored {
  if (message.own || message.data.uidFrom === own.uid) return 'own'
  const content = readContent(message.data)
  if (content === null) return 'unknown_kind'
  const { group, data } = message
  const words = content.kind === 'text' ? content.text : (content.caption ?? '')
  const left = group ? readAddress(words, data, own) : words
  if (left === null) return 'not_addressed'
  const quotes = group ? null : readId(asFields(data.quote)?.globalMsgId)
  return {
    channel: 'zalo_personal',
    account: own.uid,
    externalId: message.id,
    chat: chatOf(message.group, message.thread),
    group,
    addressed: true,
    ...(quotes === null ? {} : { quotes }),
    event: toEvent(content, left, group),
  }
}

/** A chat as the rest of the system knows it: people by their id, groups with a letter before theirs. */
export function chatOf(group: boolean, thread: string): string {
  return group ? `g${thread}` : thread
}

type Content = Extract<IncomingEvent, { kind: 'text' | 'attachment' }>

function toEvent(content: Content, left: string, group: boolean): IncomingEvent {
  if (content.kind === 'attachment') {
    const { type, image, file } = content
    return {
      kind: 'attachment',
      type,
      ...(left ? { caption: left } : {}),
      // In a group nothing is shown that a photo could ask for, and nothing is done with files.
      ...(image && !group ? { image } : {}),
      ...(file && !group ? { file } : {}),
    }
  }
  // A bare "Một Cửa ơi" calls the assistant and asks nothing yet.
  return left === '' ? { kind: 'start' } : { kind: 'text', text: left }
}

/** @returns null for what nobody said */
function readContent({ content, msgType }: Fields): Content | null {
  const kind = typeof msgType === 'string' ? msgType : ''
  if (silent.has(kind)) return null
  if (typeof content === 'string') {
    const text = asText(content)?.trim()
    return text ? { kind: 'text', text } : null
  }
  const fields = asFields(content)
  if (!fields || 'deleteMsg' in fields) return null
  const type = Object.hasOwn(attachments, kind) ? attachments[kind] : undefined
  if (kind === 'chat.photo')
    return { ...withCaption('photo', asText(fields.title)), ...readImage(fields), ...readPhoto(fields) }
  if (kind === 'share.file') return { kind: 'attachment', type: 'file', ...readDocument(fields) }
  if (type) return withCaption(type, type === 'photo' || type === 'video' ? asText(fields.title) : null)
  if (kind === 'chat.recommended' || kind === 'chat.link') return readRecommended(fields)
  const title = kind === 'webchat' ? asText(fields.title)?.trim() : null
  return title ? { kind: 'text', text: title } : { kind: 'attachment', type: 'other' }
}

function withCaption(type: AttachmentType, caption: string | null): Content & { kind: 'attachment' } {
  return { kind: 'attachment', type, ...(caption?.trim() ? { caption: caption.trim() } : {}) }
}

/** Where the picture lies. Whether it may be asked for there is judged before it is. */
function readImage({ href }: Fields): { image?: string } {
  const image = asText(href)?.trim()
  return image ? { image } : {}
}

/** The photo as its sender has it, where Zalo keeps it so. */
function readPhoto({ href, params }: Fields): { file?: SentFile } {
  const whole = asText(readParams(params)?.hd)?.trim()
  const file = toSentFile({ ref: whole || asText(href)?.trim() || null, type: 'image/jpeg' })
  return file ? { file } : {}
}

/** A document: its name is the title, the rest stands in its parameters. */
function readDocument({ href, title, params }: Fields): { file?: SentFile } {
  const { fileSize: size, fileExt: type } = readParams(params) ?? {}
  const file = toSentFile({ ref: asText(href)?.trim() || null, name: title, size, type })
  return file ? { file } : {}
}

/** JSON within JSON. */
function readParams(params: unknown): Fields | null {
  try {
    return typeof params === 'string' ? asFields(JSON.parse(params)) : null
  } catch {
    return null
  }
}

/** A link with what was written around it, somebody's card, or a call that nobody took: Zalo has one kind for them. */
function readRecommended(fields: Fields): Content {
  const action = typeof fields.action === 'string' ? fields.action : ''
  if (/\.user$/.test(action)) return { kind: 'attachment', type: 'contact' }
  const title = asText(fields.title)?.trim() ?? ''
  const href = asText(fields.href)?.trim() ?? ''
  const words = [title, ...(title.includes(href) ? [] : [href])].filter(Boolean).join(' ')
  return words ? { kind: 'text', text: words } : { kind: 'attachment', type: 'other' }
}

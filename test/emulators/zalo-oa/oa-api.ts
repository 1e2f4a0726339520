import type { MultipartFile } from '../read-multipart.ts'
import type { Answer } from './oauth.ts'
import type { Button, Chat, Deed, ShownMessage, World } from './world.ts'

export type Payload = Record<string, unknown>

/** What an operator had approved. */
export interface SentTemplate {
  to: string
  templateId: string
  data: Payload
  trackingId: string
}

const hour = 3600_000
const windowMs = 48 * hour
const repliesInWindow = 8

/** Messages and templates, checked as strictly as Zalo checks them. Answers are what goes into an HTTP 200. */
export function createOaApi(world: World, oa: { id: string; name: string }) {
  const templates: SentTemplate[] = []
  const uploads = new Map<string, Upload>()
  /** What the account has bought; without a package there are none. */
  const promotions: { quota: number; hasPackage: boolean; sentToday: Map<string, number> } = {
    quota: Number.POSITIVE_INFINITY,
    hasPackage: true,
    sentToday: new Map(),
  }

  function sendCs(payload: Payload): Answer {
    const chat = readRecipient(world, payload)
    if (!chat) return wrong('recipient.user_id is invalid', -213)
    const message = fields(payload.message)
    const said = message && readText(message)
    if (!message || said === null) return wrong('message is required')
    if (typeof said !== 'string') return said
    const file = readFile(message)
    if (file && isRefusal(file)) return file
    const buttons = file ? [] : readButtons(message)
    if (!Array.isArray(buttons)) return buttons
    if (said === '' && buttons.length === 0 && !file) return wrong('message.text is required')
    const barred = refuseChat(chat)
    if (barred) return barred
    const quotes = message.quote_message_id
    const deed = quotes === undefined ? null : world.deeds.get(String(quotes))
    if (deed === undefined || (deed && deed.user !== chat.user)) return wrong('quote_message_id is invalid')
    const closed = refuseWindow(chat, deed)
    if (closed) return closed
    count(chat, deed)
    return accept(chat, {
      text: said,
      buttons,
      raw: payload,
      ...(deed ? { quotes: String(quotes) } : {}),
      ...(file ? { file: { kind: file.kind, name: file.name, size: file.bytes.length } } : {}),
    })
  }

  /** @returns undefined where the message has none */
  function readFile(message: Payload): Upload | Answer | undefined {
    const attachment = fields(message.attachment)
    const inner = fields(attachment?.payload)
    if (attachment?.type === 'file') return known('file', inner?.token, 'token is invalid')
    if (attachment?.type !== 'template' || inner?.template_type !== 'media') return undefined
    const [element] = Array.isArray(inner.elements) ? inner.elements : []
    if (fields(element)?.media_type !== 'image') return wrong('elements is invalid')
    return known('image', fields(element)?.attachment_id, 'attachment_id is invalid')
  }

  function known(kind: Upload['kind'], id: unknown, words: string): Upload | Answer {
    const upload = typeof id === 'string' ? uploads.get(id) : undefined
    return upload && upload.kind === kind && upload.until > world.now() ? upload : wrong(words)
  }

  function upload(kind: Upload['kind'], payload: Payload): Answer {
    const { name, bytes } = (payload.file ?? {}) as Partial<MultipartFile>
    if (!bytes || !name) return wrong('file is required')
    if (!(kind === 'image' ? /\.(jpe?g|png)$/i : /\.(pdf|docx?)$/i).test(name))
      return wrong('file type is invalid', -205)
    if (bytes.length > (kind === 'image' ? 1_048_576 : 5_242_880))
      return wrong('file size exceeds the limit', -210)
    const id = `${kind}-${world.newId()}`
    uploads.set(id, { kind, name, bytes, until: world.now() + 7 * 24 * hour })
    return { error: 0, message: 'Success', data: kind === 'image' ? { attachment_id: id } : { token: id } }
  }

  function sendPromotion(payload: Payload): Answer {
    const chat = readRecipient(world, payload)
    if (!chat) return wrong('recipient.user_id is invalid', -213)
    const attachment = fields(fields(payload.message)?.attachment)
    const inner = fields(attachment?.payload)
    if (attachment?.type !== 'template' || inner?.template_type !== 'promotion')
      return wrong('message.attachment is invalid')
    const shown = readPromotion(inner)
    if (isRefusal(shown)) return shown
    const hanoi = new Date(world.now() + 7 * hour).getUTCHours()
    if (hanoi < 6 || hanoi >= 22) return wrong('Promotion messages are not sent from 22:00 to 06:00', -234)
    if (!promotions.hasPackage) return wrong('OA has no package for this feature', -224)
    if (!chat.follows) return wrong('User has not followed OA', -213)
    if (chat.restricted) return wrong('User has restricted the OA', -244)
    if (promotions.quota < 1) return wrong('Out of quota', -211)
    const today = promotions.sentToday.get(chat.user) ?? 0
    if (today > 0) return wrong('Out of the quota of this user', -218)
    promotions.quota -= 1
    promotions.sentToday.set(chat.user, today + 1)
    return accept(chat, { ...(shown as ShownPromotion), raw: payload })
  }

  function refuseWindow(chat: Chat, deed: Deed | null): Answer | null {
    const at = deed?.at ?? chat.lastAt
    const replies = deed?.replies ?? chat.lastReplies
    if (at === null || world.now() - at > windowMs)
      return wrong('User has not interacted with the OA in the past 7 days', -230)
    if (replies >= repliesInWindow) return wrong('Out of the replies of this interaction', -232)
    return null
  }

  function count(chat: Chat, deed: Deed | null): void {
    chat.lastReplies += 1
    if (deed) deed.replies += 1
  }

  function accept(chat: Chat, shown: Omit<ShownMessage, 'id' | 'from'>): Answer {
    const id = world.newMessageId()
    world.show(chat, { id, from: 'oa', ...shown })
    const quota = {
      quota_type: 'reply',
      remain: String(Math.max(0, repliesInWindow - chat.lastReplies)),
      total: String(repliesInWindow),
      owner_type: 'OA',
      owner_id: oa.id,
    }
    return { error: 0, message: 'Success', data: { message_id: id, user_id: chat.user, quota } }
  }

  function sendTransaction(payload: Payload): Answer {
    const chat = readRecipient(world, payload)
    if (!chat) return wrong('recipient.user_id is invalid', -213)
    const attachment = fields(fields(payload.message)?.attachment)
    const inner = fields(attachment?.payload)
    if (attachment?.type !== 'template' || !inner) return wrong('message.attachment is invalid')
    if (typeof inner.template_type !== 'string' || !inner.template_type.startsWith('transaction_'))
      return wrong('template_type is invalid')
    if (!['VI', 'EN'].includes(String(inner.language))) return wrong('language is invalid')
    if (!Array.isArray(inner.elements) || inner.elements.length === 0) return wrong('elements is invalid')
    return refuseChat(chat) ?? accept(chat, { text: '', buttons: [], raw: payload })
  }

  function sendTemplate(payload: Payload): Answer {
    const { phone, template_id: template, template_data: data, tracking_id: tracking } = payload
    if (typeof phone !== 'string' || !/^84\d{8,10}$/.test(phone)) return wrong('Phone is invalid', -108)
    if (typeof template !== 'string' || template === '') return wrong('Template is invalid', -109)
    if (!fields(data)) return wrong('template_data is invalid', -115)
    if (typeof tracking !== 'string' || tracking.length > 48) return wrong('tracking_id is invalid', -117)
    templates.push({ to: phone, templateId: template, data: fields(data) ?? {}, trackingId: tracking })
    const sent = { msg_id: world.newMessageId(), sent_time: String(world.now()) }
    return { error: 0, message: 'Success', data: sent }
  }

  return {
    templates: templates as readonly SentTemplate[],
    sendCs,
    sendTransaction,
    sendPromotion,
    promotions,
    upload,
    /** What was handed over, by its id. */
    uploads: uploads as ReadonlyMap<string, Upload>,
    /** Zalo keeps nothing of what was handed over. */
    forgetUploads: () => uploads.clear(),
    sendTemplate,
    getOa: (): Answer => ({ error: 0, message: 'Success', data: { oa_id: oa.id, name: oa.name } }),
  }
}

interface Upload extends MultipartFile {
  kind: 'image' | 'file'
  until: number
}

type ShownPromotion = Pick<ShownMessage, 'text' | 'buttons' | 'promotion'>

function readPromotion(inner: Payload): ShownPromotion | Answer {
  if (!['VI', 'EN'].includes(String(inner.language))) return wrong('language is invalid')
  const elements: readonly unknown[] = Array.isArray(inner.elements) ? inner.elements : []
  const words = (type: string) =>
    elements.map(fields).flatMap((one) => (one?.type === type ? [String(one.content ?? '')] : []))
  const [headers, texts] = [words('header'), words('text')]
  if (headers.length > 1 || headers.some((one) => one === '' || one.length > 100))
    return wrong('header is invalid')
  if (texts.length === 0 || texts.some((one) => one === '' || one.length > 1000))
    return wrong('text is invalid')
  const buttons: readonly unknown[] = Array.isArray(inner.buttons) ? inner.buttons : []
  const fine = buttons.every((one) => isButton(one) && one.title.length <= 35)
  if (buttons.length > 4 || !fine) return wrong('buttons is invalid')
  const urls = (buttons as Button[]).flatMap((one) => (one.payload as { url?: string }).url ?? [])
  return {
    text: texts.join('\n'),
    buttons: buttons as Button[],
    promotion: { header: headers[0] ?? '', urls },
  }
}

function readRecipient(world: World, payload: Payload): Chat | undefined {
  const id = fields(payload.recipient)?.user_id
  return typeof id === 'string' ? world.chats.get(id) : undefined
}

function refuseChat(chat: Chat): Answer | null {
  if (chat.restricted) return wrong('User has restricted the OA', -244)
  // Who wrote without following can be answered.
  if (!chat.follows && chat.lastAt === null) return wrong('User has not followed OA', -213)
  return null
}

function readText(message: Payload): string | Answer {
  const { text = '' } = message
  if (typeof text !== 'string') return wrong('message.text is invalid')
  if (!text.isWellFormed()) return wrong('message.text is invalid')
  return text.length > 2000 ? wrong('message.text exceeds 2000 characters', -210) : text
}

function readButtons(message: Payload): Button[] | Answer {
  if (message.attachment === undefined) return []
  const attachment = fields(message.attachment)
  const buttons = fields(attachment?.payload)?.buttons
  if (attachment?.type !== 'template' || !Array.isArray(buttons))
    return wrong('message.attachment is invalid')
  if (buttons.length === 0 || buttons.length > 5) return wrong('buttons: 1 to 5 are allowed')
  return buttons.every(isButton) ? buttons : wrong('button is invalid')
}

function isButton(value: unknown): value is Button {
  const button = fields(value)
  const { title, type, payload } = button ?? {}
  if (typeof title !== 'string' || title === '' || title.length > 100) return false
  if (type === 'oa.query.show' || type === 'oa.query.hide')
    return typeof payload === 'string' && payload !== '' && payload.length <= 1000
  return ['oa.open.url', 'oa.open.phone', 'oa.open.sms'].includes(String(type)) && fields(payload) !== null
}

function fields(value: unknown): Payload | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null
}

function isRefusal(value: object): value is Answer {
  return 'error' in value
}

function wrong(message: string, error = -201): Answer {
  return { error, message }
}

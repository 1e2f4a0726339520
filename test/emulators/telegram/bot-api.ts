import type { MultipartFile } from '../read-multipart.ts'
import { type Entity, parseHtml } from './parse-html.ts'
import type { Button, Chat, ReplyButton, ShownFile, ShownMessage, World } from './world.ts'

export interface ApiError {
  status: number
  description: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

export type ApiAnswer = { result: unknown } | ApiError

export type Payload = Record<string, unknown>

export interface BotIdentity {
  id: number
  username: string
}

export interface Command {
  command: string
  description: string
}

/** The methods about chats, messages and commands, with the real server's checks and words. */
export function createBotApi(world: World, bot: BotIdentity) {
  /** By language code; '' for everybody else. */
  const commands = new Map<string, Command[]>()
  const actions: { chat: number; action: string }[] = []
  const from = { id: bot.id, is_bot: true, first_name: bot.username, username: bot.username }

  function asMessage(chat: Chat, message: ShownMessage): object {
    return {
      message_id: message.id,
      from,
      chat: { id: chat.id, type: chat.type, ...(chat.title ? { title: chat.title } : {}) },
      date: Math.floor(Date.now() / 1000),
      ...(message.file ? describeFile(message.file) : {}),
      [message.file ? 'caption' : 'text']: message.text,
      ...(message.entities.length > 0 ? { entities: message.entities } : {}),
      ...(message.keyboard.length > 0 ? { reply_markup: { inline_keyboard: message.keyboard } } : {}),
    }
  }

  function sendMessage(payload: Payload): ApiAnswer {
    const chat = findChat(world, payload.chat_id)
    if ('status' in chat) return chat
    const content = readContent(payload)
    if ('status' in content) return content
    const { replyKeyboard, ...shown } = content
    if (replyKeyboard?.some((button) => button.request_contact) && chat.type !== 'private')
      return bad('phone number can be requested in private chats only')
    if (replyKeyboard) chat.replyKeyboard = replyKeyboard
    return { result: asMessage(chat, world.addMessage(chat, { from: 'bot', ...shown })) }
  }

  function sendFile(kind: ShownFile['kind'], payload: Payload): ApiAnswer {
    const chat = findChat(world, payload.chat_id)
    if ('status' in chat) return chat
    const file = readFile(kind, payload[kind])
    if ('status' in file) return file
    const { caption, ...rest } = payload
    const content = readContent({ ...rest, text: caption }, { longest: 1024, optional: true })
    if ('status' in content) return content
    const { replyKeyboard: _, ...shown } = content
    return { result: asMessage(chat, world.addMessage(chat, { from: 'bot', ...shown, file })) }
  }

  function readFile(kind: ShownFile['kind'], given: unknown): ShownFile | ApiError {
    if (typeof given === 'string') {
      const known = world.uploads.get(given)
      if (!known) return bad('wrong file identifier/HTTP URL specified')
      return known.kind === kind ? known : bad(`can't use file of type ${known.kind} as ${kind}`)
    }
    const { name, bytes } = (given ?? {}) as Partial<MultipartFile>
    if (!bytes || bytes.length === 0 || name === undefined) return bad(`there is no ${kind} in the request`)
    if (kind === 'photo' && !isPicture(bytes)) return bad('IMAGE_PROCESS_FAILED')
    const file = { kind, id: `${kind}-${world.newId()}`, name, size: bytes.length }
    world.uploads.set(file.id, { ...file, bytes })
    return file
  }

  function edit(payload: Payload, change: (shown: ShownMessage) => ShownMessage | ApiError): ApiAnswer {
    const chat = findChat(world, payload.chat_id)
    if ('status' in chat) return chat
    const shown = chat.messages.get(Number(payload.message_id))
    if (!shown) return bad('message to edit not found')
    if (shown.from !== 'bot') return bad("message can't be edited")
    const changed = change(shown)
    if ('status' in changed) return changed
    if (sameContent(shown, changed)) {
      return bad(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    }
    Object.assign(shown, changed, { edits: shown.edits + 1 })
    return { result: asMessage(chat, shown) }
  }

  const methods: Record<string, (payload: Payload) => ApiAnswer> = {
    getMe: () => ({
      result: {
        ...from,
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
      },
    }),
    sendMessage,
    sendPhoto: (payload) => sendFile('photo', payload),
    sendDocument: (payload) => sendFile('document', payload),
    editMessageText: (payload) =>
      edit(payload, (shown) => {
        const content = readContent(payload)
        if ('status' in content) return content
        const { replyKeyboard, ...changed } = content
        return replyKeyboard ? bad('inline keyboard expected') : { ...shown, ...changed }
      }),
    editMessageReplyMarkup: (payload) =>
      edit(payload, (shown) => {
        const keyboard = readKeyboard(payload.reply_markup)
        if ('status' in keyboard) return keyboard
        return keyboard.replyKeyboard
          ? bad('inline keyboard expected')
          : { ...shown, keyboard: keyboard.rows }
      }),
    deleteMessage(payload) {
      const chat = findChat(world, payload.chat_id)
      if ('status' in chat) return chat
      const shown = chat.messages.get(Number(payload.message_id))
      if (!shown) return bad('message to delete not found')
      if (shown.tooOld) return bad("message can't be deleted")
      chat.messages.delete(shown.id)
      return { result: true }
    },
    answerCallbackQuery(payload) {
      const callback = world.callbacks.get(String(payload.callback_query_id))
      if (!callback || callback.answered) {
        return bad('query is too old and response timeout expired or query ID is invalid')
      }
      callback.answered = true
      return { result: true }
    },
    sendChatAction(payload) {
      const chat = findChat(world, payload.chat_id)
      if ('status' in chat) return chat
      if (typeof payload.action !== 'string') return bad('wrong parameter action in request')
      actions.push({ chat: chat.id, action: payload.action })
      return { result: true }
    },
    getFile({ file_id: id }) {
      const size = typeof id === 'string' ? world.pictures.sizeOf(id) : undefined
      if (size === undefined) return bad('invalid file_id')
      if (size > 20_000_000) return bad('file is too big')
      return { result: { file_id: id, file_unique_id: id, file_size: size, file_path: `photos/${id}` } }
    },
    setMyCommands(payload) {
      const list = readCommands(payload.commands)
      if (!list) return bad('BOT_COMMAND_INVALID')
      commands.set(typeof payload.language_code === 'string' ? payload.language_code : '', list)
      return { result: true }
    },
  }

  return {
    commands: commands as ReadonlyMap<string, Command[]>,
    actions: actions as readonly { chat: number; action: string }[],
    /** @returns undefined for a method that is unknown here */
    call: (method: string, payload: Payload): ApiAnswer | undefined =>
      Object.hasOwn(methods, method) ? methods[method]?.(payload) : undefined,
  }
}

export function bad(description: string): ApiError {
  return { status: 400, description: `Bad Request: ${description}` }
}

function findChat(world: World, id: unknown): Chat | ApiError {
  const chat = world.chats.get(Number(id))
  if (!chat?.known) return bad('chat not found')
  if (chat.deactivated) return { status: 403, description: 'Forbidden: user is deactivated' }
  if (!chat.blocked) return chat
  const why =
    chat.type === 'private' ? 'bot was blocked by the user' : `bot was kicked from the ${chat.type} chat`
  return { status: 403, description: `Forbidden: ${why}` }
}

interface Content {
  text: string
  entities: Entity[]
  raw: string
  keyboard: Button[][]
  replyKeyboard?: ReplyButton[]
}

/** What Telegram says of a file: of a photo it makes a small one too. */
function describeFile({ kind, id, name, size }: ShownFile): object {
  if (kind === 'document')
    return { document: { file_id: id, file_unique_id: id, file_name: name, file_size: size } }
  const small = { file_id: `small-${id}`, file_unique_id: `small-${id}`, width: 90, height: 68 }
  return { photo: [small, { file_id: id, file_unique_id: id, width: 1280, height: 960, file_size: size }] }
}

function isPicture(bytes: Buffer): boolean {
  return bytes.readUInt16BE(0) === 0xffd8 || bytes.readUInt16BE(0) === 0x8950
}

function readContent(payload: Payload, { longest = 4096, optional = false } = {}): Content | ApiError {
  if (typeof payload.text !== 'string' && !optional) return bad('message text is empty')
  const raw = String(payload.text ?? '')
  let text = raw
  let entities: Entity[] = []
  if (Buffer.byteLength(raw) > 32_768) return bad('text is too long')
  if (payload.parse_mode !== undefined) {
    if (String(payload.parse_mode).toLowerCase() !== 'html') return bad('unsupported parse_mode')
    const parsed = parseHtml(raw)
    if (!parsed.ok) return bad(parsed.error)
    text = parsed.text
    entities = parsed.entities
  }
  if (text.trim() === '' && !optional) return bad('message text is empty')
  if (text.length > longest) return bad(optional ? 'message caption is too long' : 'message is too long')
  const keyboard = readKeyboard(payload.reply_markup)
  if ('status' in keyboard) return keyboard
  const { rows, ...reply } = keyboard
  return { text, entities, raw, keyboard: rows, ...reply }
}

function readKeyboard(given: unknown): { rows: Button[][]; replyKeyboard?: ReplyButton[] } | ApiError {
  const markup = typeof given === 'string' ? parseJson(given) : given
  if (markup === undefined || markup === null) return { rows: [] }
  if ((markup as { remove_keyboard?: unknown }).remove_keyboard === true)
    return { rows: [], replyKeyboard: [] }
  const below = (markup as { keyboard?: unknown }).keyboard
  if (Array.isArray(below)) {
    const buttons = (below as ReplyButton[][]).flat()
    if (
      buttons.length === 0 ||
      buttons.some((button) => typeof button?.text !== 'string' || button.text === '')
    )
      return bad('keyboard button text must be non-empty')
    return { rows: [], replyKeyboard: buttons }
  }
  const rows = (markup as { inline_keyboard?: unknown }).inline_keyboard
  if (!Array.isArray(rows) || rows.some((row) => !Array.isArray(row))) {
    return bad("can't parse reply keyboard markup JSON object")
  }
  for (const button of (rows as Button[][]).flat()) {
    if (typeof button?.text !== 'string' || button.text === '')
      return bad('inline keyboard button text must be non-empty')
    if (button.url !== undefined) continue
    const size = typeof button.callback_data === 'string' ? Buffer.byteLength(button.callback_data) : 0
    if (size < 1 || size > 64) return bad('BUTTON_DATA_INVALID')
  }
  if (rows.flat().length > 100) return bad('REPLY_MARKUP_TOO_LONG')
  return { rows: (rows as Button[][]).filter((row) => row.length > 0) }
}

function readCommands(given: unknown): Command[] | undefined {
  if (!Array.isArray(given) || given.length > 100) return undefined
  const fine = given.every(
    (one: Partial<Command> | null) =>
      typeof one?.command === 'string' &&
      /^[a-z0-9_]{1,32}$/.test(one.command) &&
      typeof one.description === 'string' &&
      one.description.length >= 1 &&
      one.description.length <= 256,
  )
  return fine ? (given as Command[]) : undefined
}

function sameContent(a: ShownMessage, b: ShownMessage): boolean {
  return (
    a.text === b.text &&
    JSON.stringify(a.entities) === JSON.stringify(b.entities) &&
    JSON.stringify(a.keyboard) === JSON.stringify(b.keyboard)
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return 'junk'
  }
}

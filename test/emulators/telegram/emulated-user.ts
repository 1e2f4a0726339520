import type { UpdateQueue } from './update-queue.ts'
import type { Button, Chat, ShownMessage, World } from './world.ts'

export interface Person {
  id: number
  first_name: string
  is_bot: false
  username?: string
  language_code?: string
}

/** Where and how something is written; a private chat with the bot unless told. */
export interface Writing {
  chat?: Chat
  replyTo?: number
}

interface Card extends Writing {
  /** Whose the number is, by their id. */
  user?: number
  phone?: string
  forwarded?: boolean
}

export type EmulatedUser = ReturnType<typeof createUser>

/**
 * A person with the app in hand. What they do becomes an update for the bot; each call returns the id of the
 * message it made. Commands and mentions get their entities, as the app sets them.
 */
export function createUser(world: World, queue: UpdateQueue, bot: object, person: Person) {
  const home = world.addChat({ id: person.id, type: 'private' })

  function describe(chat: Chat): object {
    if (chat.type !== 'private') return { id: chat.id, type: chat.type, title: chat.title }
    return { id: chat.id, type: 'private', first_name: person.first_name }
  }

  function botMessage(chat: Chat, id: number): object {
    const shown = chat.messages.get(id)
    if (!shown) return { chat: describe(chat), message_id: id, date: 0 }
    return {
      message_id: id,
      chat: describe(chat),
      date: now(),
      text: shown.text,
      ...(shown.keyboard.length > 0 ? { reply_markup: { inline_keyboard: shown.keyboard } } : {}),
    }
  }

  function write(content: Record<string, unknown>, { chat = home, replyTo }: Writing = {}): number {
    chat.known = true
    const text = String(content.text ?? content.caption ?? '')
    const shown = world.addMessage(chat, { from: 'user', text, entities: [], raw: text, keyboard: [] })
    const replied = replyTo === undefined ? undefined : chat.messages.get(replyTo)
    queue.push({
      message: {
        message_id: shown.id,
        from: person,
        chat: describe(chat),
        date: now(),
        ...content,
        ...(replied
          ? {
              reply_to_message: {
                ...botMessage(chat, replied.id),
                from: replied.from === 'bot' ? bot : person,
              },
            }
          : {}),
      },
    })
    return shown.id
  }

  function tapRaw(messageId: number, data: string, { chat = home }: Writing = {}): string {
    const id = String(world.newId())
    world.callbacks.set(id, { id, chat: chat.id, answered: false })
    queue.push({
      callback_query: {
        id,
        from: person,
        message: botMessage(chat, messageId),
        chat_instance: String(chat.id),
        data,
      },
    })
    return id
  }

  function membership(chat: Chat, from: string, to: string): void {
    chat.known = true
    chat.blocked = to === 'kicked' || to === 'left'
    queue.push({
      my_chat_member: {
        chat: describe(chat),
        from: person,
        date: now(),
        old_chat_member: { status: from },
        new_chat_member: { status: to },
      },
    })
  }

  return {
    id: person.id,
    chat: home,
    /** Everything that is in the chat now, oldest first. */
    messages: (chat: Chat = home): ShownMessage[] => [...chat.messages.values()],
    /**
     * The bot's next message that wasn't taken yet.
     * @throws when none comes in time
     */
    next: (chat: Chat = home, timeoutMs = 20_000): Promise<ShownMessage> => nextMessage(chat, timeoutMs),
    /** Calls back for every message of the bot from now on, instead of keeping them for `next`. */
    listen(listener: (message: ShownMessage) => void): void {
      home.listener = listener
    },
    send: (text: string, where?: Writing) => write({ text, ...withEntities('entities', text) }, where),
    sendPhoto: (caption?: string, where?: Writing) =>
      write(
        {
          photo: [file('photo')],
          ...(caption ? { caption, ...withEntities('caption_entities', caption) } : {}),
        },
        where,
      ),
    /** A photo that can be fetched, in two sizes as Telegram keeps them. */
    sendPicture(bytes: Uint8Array, caption?: string, where?: Writing): number {
      const [small, large] = [world.pictures.add(bytes.subarray(0, 100)), world.pictures.add(bytes)]
      const photo = [
        { file_id: small, file_unique_id: small, width: 90, height: 68, file_size: 100 },
        { file_id: large, file_unique_id: large, width: 1280, height: 960, file_size: bytes.length },
      ]
      return write(
        { photo, ...(caption ? { caption, ...withEntities('caption_entities', caption) } : {}) },
        where,
      )
    },
    sendVoice: (where?: Writing) => write({ voice: { ...file('voice'), duration: 2 } }, where),
    sendSticker: (where?: Writing) => write({ sticker: { ...file('sticker'), type: 'regular' } }, where),
    sendLocation: (where?: Writing) => write({ location: { latitude: 21.03, longitude: 105.85 } }, where),
    sendDocument: (caption?: string, where?: Writing) =>
      write({ document: file('document'), ...(caption ? { caption } : {}) }, where),
    /** A document that can be fetched. */
    sendFile(
      bytes: Uint8Array,
      given: { name?: string; type?: string; caption?: string } = {},
      where?: Writing,
    ): number {
      const id = world.pictures.add(bytes)
      const { name = 'to-trinh.pdf', type = 'application/pdf', caption } = given
      const document = {
        file_id: id,
        file_unique_id: id,
        file_name: name,
        mime_type: type,
        file_size: bytes.length,
      }
      return write({ document, ...(caption ? { caption } : {}) }, where)
    },
    /** A contact card: the person's own unless told, and perhaps one that somebody else shared first. */
    sendContact({ user = person.id, phone = '84900000000', forwarded = false, ...where }: Card = {}): number {
      const contact = { phone_number: phone, first_name: person.first_name, user_id: user }
      const origin = { type: 'user', sender_user: { ...person, id: user }, date: now() }
      return write(forwarded ? { contact, forward_origin: origin, forward_date: now() } : { contact }, where)
    },
    /**
     * Presses a button of the keyboard below the chat; one that asks for the phone number shares the person's own.
     * @throws when there is no such button
     */
    press(label: string, phone = '84900000000'): number {
      const button = home.replyKeyboard.find(({ text }) => text === label)
      if (!button) throw new Error(`no button "${label}" below the chat`)
      if (!button.request_contact) return write({ text: label })
      return write({ contact: { phone_number: phone, first_name: person.first_name, user_id: person.id } })
    },
    /** Anything else a message can hold. */
    sendContent: write,
    edit(messageId: number, text: string, { chat = home }: Writing = {}): void {
      const shown = chat.messages.get(messageId)
      if (shown) shown.text = text
      queue.push({
        edited_message: {
          message_id: messageId,
          from: person,
          chat: describe(chat),
          date: now(),
          edit_date: now(),
          text,
          ...withEntities('entities', text),
        },
      })
    },
    /**
     * Presses a button that the message shows, by its label (a mark before it doesn't count) or its data.
     * @throws when there is no such button
     */
    tap(messageId: number, which: string, where: Writing = {}): string {
      const keyboard = (where.chat ?? home).messages.get(messageId)?.keyboard.flat() ?? []
      const button = keyboard.find((one) => isCalled(one, which))
      if (!button?.callback_data) throw new Error(`no button "${which}" under message ${messageId}`)
      return tapRaw(messageId, button.callback_data, where)
    },
    /** Sends what a forged or long gone button would. */
    tapRaw,
    block: (chat: Chat = home) => membership(chat, 'member', chat.type === 'private' ? 'kicked' : 'left'),
    unblock: (chat: Chat = home) => membership(chat, chat.type === 'private' ? 'kicked' : 'left', 'member'),
    /** The account was deleted: no update tells of it. */
    deactivate(): void {
      home.deactivated = true
    },
  }
}

function nextMessage(chat: Chat, timeoutMs: number): Promise<ShownMessage> {
  const ready = chat.unread.shift()
  if (ready) return Promise.resolve(ready)
  return new Promise((resolve, reject) => {
    const taken = (message: ShownMessage) => {
      clearTimeout(timer)
      resolve(message)
    }
    const timer = setTimeout(() => {
      chat.waiting.splice(chat.waiting.indexOf(taken), 1)
      reject(new Error(`the bot sent nothing to chat ${chat.id} in ${timeoutMs} ms`))
    }, timeoutMs)
    chat.waiting.push(taken)
  })
}

function isCalled(button: Button, which: string): boolean {
  return button.callback_data === which || button.text.replace(/^✓ /, '') === which || button.text === which
}

function withEntities(key: string, text: string): Record<string, unknown> {
  const command = [...text.matchAll(/^\/\w{1,32}(?:@\w+)?/g)].map((found) => entity('bot_command', found))
  const mentions = [...text.matchAll(/(?<![\w/])@\w{5,32}/g)].map((found) => entity('mention', found))
  const entities = [...command, ...mentions.filter((one) => one.offset >= (command[0]?.length ?? 0))]
  return entities.length > 0 ? { [key]: entities } : {}
}

function entity(type: string, found: RegExpExecArray) {
  return { type, offset: found.index, length: found[0].length }
}

function file(name: string) {
  return { file_id: `${name}-file`, file_unique_id: name, file_size: 1024 }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

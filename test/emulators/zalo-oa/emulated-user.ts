import type { WebhookDelivery } from './webhook-delivery.ts'
import type { Chat, ShownMessage, World } from './world.ts'

type Content = Record<string, unknown>

export type EmulatedUser = ReturnType<typeof createUser>

interface Site {
  world: World
  webhook: WebhookDelivery
  appId: string
  oaId: string
  /** Where the emulator is. */
  url: string
}

/**
 * A person with the app in hand. What they do becomes an event that is posted to the webhook; each call returns the
 * id of the message it made, or nothing where Zalo gives none.
 */
export function createUser({ world, webhook, appId, oaId, url }: Site, id: string) {
  const chat = world.addChat(id)

  function post(event: Content): void {
    webhook.push(id, { app_id: appId, ...event, timestamp: String(world.now()) })
  }

  /** Any message of the person's. */
  function write(name: string, content: Content): string {
    const message = world.newMessageId()
    world.noteDeed(chat, message)
    world.show(chat, { id: message, from: 'user', text: String(content.text ?? ''), buttons: [] })
    post({
      user_id_by_app: `7${id}`,
      event_name: name,
      sender: { id },
      recipient: { id: oaId },
      message: { ...content, msg_id: message },
    })
    return message
  }

  function attach(name: string, type: string, payload: Content, text?: string): string {
    return write(name, { ...(text === undefined ? {} : { text }), attachments: [{ type, payload }] })
  }

  function membership(name: 'follow' | 'unfollow'): void {
    chat.follows = name === 'follow'
    if (chat.follows) world.noteDeed(chat)
    post({
      oa_id: oaId,
      follower: { id },
      user_id_by_app: `7${id}`,
      event_name: name,
      source: 'oa_profile',
    })
  }

  const file = (kind: string) => `https://f.example/${kind}/${id}`
  return {
    id,
    chat,
    messages: (): ShownMessage[] => [...chat.messages],
    /**
     * The OA's next message that wasn't taken yet.
     * @throws when none comes in time
     */
    next: (timeoutMs = 20_000): Promise<ShownMessage> => nextMessage(chat, timeoutMs),
    /** Calls back for every message of the OA from now on, instead of keeping them for `next`. */
    listen(listener: (message: ShownMessage) => void): void {
      chat.listener = listener
    },
    send: (text: string) => write('user_send_text', { text }),
    /**
     * Presses a button of a message, by its title or payload: Zalo tells it as a text with the payload.
     * @throws when there is no such button
     */
    tap(message: string, which: string): string {
      const shown = chat.messages.find((one) => one.id === message)
      const button = shown?.buttons.find(({ title, payload }) => title === which || payload === which)
      if (!button?.type.startsWith('oa.query.') || typeof button.payload !== 'string')
        throw new Error(`no button "${which}" under message ${message}`)
      return write('user_send_text', { text: button.payload })
    },
    sendImage: (text?: string) =>
      attach('user_send_image', 'image', { thumbnail: file('t'), url: file('i') }, text),
    /** A picture that can be fetched; from `address` instead, if one is given. */
    sendPicture(bytes: Uint8Array, text?: string, address?: string): string {
      const where = address ?? `${url}/pictures/${world.pictures.add(bytes)}`
      return attach('user_send_image', 'image', { thumbnail: where, url: where }, text)
    },
    /** A document that can be fetched. */
    sendDocument: (bytes: Uint8Array, name = 'to-trinh.pdf', text?: string): string =>
      attach(
        'user_send_file',
        'file',
        {
          url: `${url}/pictures/${world.pictures.add(bytes)}`,
          size: String(bytes.length),
          name,
          checksum: 'x',
          type: name.split('.').at(-1) ?? '',
        },
        text,
      ),
    sendGif: () => attach('user_send_gif', 'gif', { thumbnail: file('t'), url: file('g') }),
    sendFile: () =>
      attach('user_send_file', 'file', {
        url: file('f'),
        size: '9',
        name: 'don.pdf',
        checksum: 'x',
        type: 'pdf',
      }),
    sendAudio: () => attach('user_send_audio', 'audio', { url: file('a') }),
    sendVideo: () =>
      attach('user_send_video', 'video', { thumbnail: file('t'), description: '', url: file('v') }),
    sendSticker: () => attach('user_send_sticker', 'sticker', { id: '1bd1d68ceec907975ed8', url: file('s') }),
    sendLocation: () =>
      attach(
        'user_send_location',
        'location',
        { coordinates: { latitude: '21.03', longitude: '105.85' } },
        '',
      ),
    sendLink: (url = 'https://dichvucong.gov.vn', text?: string) =>
      attach('user_send_link', 'link', { thumbnail: file('t'), description: 'Cổng dịch vụ công', url }, text),
    sendBusinessCard: () =>
      attach('user_send_business_card', 'link', {
        thumbnail: file('t'),
        description: '{"phone":"84900000000","qrCodeUrl":"x"}',
        url: file('c'),
      }),
    submitInfo: () =>
      post({
        event_name: 'user_submit_info',
        sender: { id },
        recipient: { id: oaId },
        info: {
          name: 'Nguyễn Thị Hoa',
          phone: '84900000000',
          address: 'số 1',
          city: 'Hà Nội',
          district: '',
          ward: '',
        },
      }),
    seen: (message: string) =>
      post({
        event_name: 'user_seen_message',
        sender: { id: oaId },
        recipient: { id },
        message: { msg_ids: [message] },
      }),
    received: (message: string) =>
      post({
        event_name: 'user_received_message',
        sender: { id: oaId },
        recipient: { id },
        message: { msg_id: message, delivery_time: String(world.now()) },
      }),
    follow: () => membership('follow'),
    unfollow: () => membership('unfollow'),
    restrict(): void {
      chat.restricted = true
    },
    /** Any message, of a kind nobody has heard of. */
    write,
    /** Any event of this person's. */
    post,
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
      reject(new Error(`the OA sent nothing in ${timeoutMs} ms`))
    }, timeoutMs)
    chat.waiting.push(taken)
  })
}

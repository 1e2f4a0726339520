import type { Payload } from './bot-api.ts'
import type { FaultRule } from './faults.ts'
import type { TelegramEmulator } from './telegram-emulator.ts'

/**
 * What a test in another process asks of the emulator: `POST /control/<op>` with a JSON body, answered as the
 * Bot API does (`{"ok":true,"result":…}`).
 *
 * | op | body | result |
 * |---|---|---|
 * | `send` | `user, text` | the message's id |
 * | `tap` | `user, message, button` (label or data) | the callback's id |
 * | `forge` | `user, message, data` | the callback's id |
 * | `contact` | `user, of?, phone?, forwarded?` | the message's id |
 * | `picture` | `user, base64, caption?` | the message's id |
 * | `file` | `user, base64, name?, type?, caption?` | the message's id |
 * | `press` (the keyboard below the chat) | `user, button, phone?` | the message's id |
 * | `block`, `unblock` | `user` | – |
 * | `next` | `user, timeoutMs?` | the bot's next message not taken yet |
 * | `messages` | `user` | all messages of the chat |
 * | `update` | `update` (any content without its id) | its id |
 * | `fault` | a `FaultRule` | – |
 * | `calm` | – | lifts all faults |
 * | `repeat`, `disorder` | `count`; `on` | – |
 * | `state` | – | `{counts, struck, pending, unanswered, commands}` |
 */
export function serveControl(emulator: TelegramEmulator): void {
  const person = (payload: Payload) => emulator.user({ id: Number(payload.user) })
  const ops: Record<string, (payload: Payload) => unknown> = {
    send: (payload) => person(payload).send(String(payload.text)),
    tap: (payload) => person(payload).tap(Number(payload.message), String(payload.button)),
    forge: (payload) => person(payload).tapRaw(Number(payload.message), String(payload.data)),
    contact: (payload) =>
      person(payload).sendContact({
        ...(payload.of === undefined ? {} : { user: Number(payload.of) }),
        ...(payload.phone === undefined ? {} : { phone: String(payload.phone) }),
        forwarded: payload.forwarded === true,
      }),
    picture: (payload) =>
      person(payload).sendPicture(
        Buffer.from(String(payload.base64), 'base64'),
        payload.caption === undefined ? undefined : String(payload.caption),
      ),
    file: ({ base64, name, type, caption, ...payload }) =>
      person(payload).sendFile(Buffer.from(String(base64), 'base64'), {
        ...(name === undefined ? {} : { name: String(name) }),
        ...(type === undefined ? {} : { type: String(type) }),
        ...(caption === undefined ? {} : { caption: String(caption) }),
      }),
    press: (payload) =>
      person(payload).press(
        String(payload.button),
        payload.phone === undefined ? undefined : String(payload.phone),
      ),
    block: (payload) => person(payload).block(),
    unblock: (payload) => person(payload).unblock(),
    next: (payload) => person(payload).next(undefined, Number(payload.timeoutMs ?? 5000)),
    messages: (payload) => person(payload).messages(),
    update: (payload) => emulator.update(payload.update as Payload),
    fault: (payload) => void emulator.faults.add(payload as unknown as FaultRule),
    calm: () => emulator.faults.clear(),
    repeat: (payload) => emulator.queue.repeat(Number(payload.count)),
    disorder: (payload) => emulator.queue.disorder(payload.on === true),
    state: () => ({
      counts: Object.fromEntries(emulator.counts),
      struck: Object.fromEntries(emulator.faults.struck),
      pending: emulator.webhook.pending,
      unanswered: emulator.unanswered(),
      commands: Object.fromEntries(emulator.api.commands),
    }),
  }
  emulator.onControl(async (op, payload) => {
    const run = Object.hasOwn(ops, op) ? ops[op] : undefined
    if (!run) throw new Error(`no op "${op}"`)
    return await run(payload)
  })
}

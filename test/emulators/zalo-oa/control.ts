import type { FaultRule } from './faults.ts'
import type { Payload } from './oa-api.ts'
import type { ZaloOaEmulator } from './zalo-oa-emulator.ts'

/**
 * What a test in another process asks of the emulator: `POST /control/<op>` with a JSON body, answered
 * `{"ok":true,"result":…}`. People are named by their id; one never heard of comes to be.
 *
 * | op | body | result |
 * |---|---|---|
 * | `webhook` | `url` | – |
 * | `send` | `user, text` | the message's id |
 * | `picture` | `user, base64, text?` | the message's id |
 * | `file` | `user, base64, name?, text?` | the message's id |
 * | `seen`, `received` | `user, message` | – |
 * | `promotions` | `quota?, hasPackage?`; a new day with `newDay` | – |
 * | `tap` | `user, message, button` (title or payload) | the message's id |
 * | `follow`, `unfollow` | `user` | – |
 * | `next` | `user, timeoutMs?` | the OA's next message not taken yet |
 * | `messages` | `user` | all messages of the chat |
 * | `event` | `user`, `event` (any content) | – |
 * | `fault` | a `FaultRule` | – |
 * | `calm` | – | lifts all faults |
 * | `repeat` | `count` | every event is posted so often |
 * | `expire`, `revoke` | – | access tokens run out; nothing given out holds |
 * | `refreshToken` | – | a fresh refresh token |
 * | `state` | – | `{pending, givenUp, exchanges, templates, slowest}` |
 */
export function serveControl(emulator: ZaloOaEmulator): void {
  const { webhook, oauth, faults } = emulator
  const person = (payload: Payload) => emulator.user(String(payload.user))
  const ops: Record<string, (payload: Payload) => unknown> = {
    webhook: (payload) => webhook.set(String(payload.url)),
    send: (payload) => person(payload).send(String(payload.text)),
    picture: (payload) =>
      person(payload).sendPicture(
        Buffer.from(String(payload.base64), 'base64'),
        payload.text === undefined ? undefined : String(payload.text),
      ),
    file: (payload) =>
      person(payload).sendDocument(
        Buffer.from(String(payload.base64), 'base64'),
        payload.name === undefined ? undefined : String(payload.name),
        payload.text === undefined ? undefined : String(payload.text),
      ),
    seen: (payload) => person(payload).seen(String(payload.message)),
    received: (payload) => person(payload).received(String(payload.message)),
    promotions({ quota, hasPackage, newDay }) {
      const { promotions } = emulator.api
      if (quota !== undefined) promotions.quota = Number(quota)
      if (hasPackage !== undefined) promotions.hasPackage = hasPackage === true
      if (newDay === true) promotions.sentToday.clear()
    },
    tap: (payload) => person(payload).tap(String(payload.message), String(payload.button)),
    follow: (payload) => person(payload).follow(),
    unfollow: (payload) => person(payload).unfollow(),
    next: (payload) => person(payload).next(Number(payload.timeoutMs ?? 5000)),
    messages: (payload) => person(payload).messages(),
    event: (payload) => person(payload).post(payload.event as Payload),
    fault: (payload) => void faults.add(payload as unknown as FaultRule),
    calm: () => faults.clear(),
    repeat: (payload) => webhook.repeat(Number(payload.count)),
    expire: () => oauth.expireAccess(),
    revoke: () => oauth.revokeAll(),
    refreshToken: () => oauth.giveRefreshToken(),
    state: () => ({
      pending: webhook.pending,
      givenUp: webhook.givenUp,
      exchanges: oauth.exchanges,
      templates: emulator.api.templates,
      slowest: webhook.answers.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0),
    }),
  }
  emulator.onControl(async (op, payload) => {
    const run = Object.hasOwn(ops, op) ? ops[op] : undefined
    if (!run) throw new Error(`no op "${op}"`)
    return await run(payload)
  })
}

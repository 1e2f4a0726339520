import type { FaultRule } from './faults.ts'
import type { Received } from './inbox.ts'
import type { ZaloPersonalEmulator } from './zalo-personal-emulator.ts'

type Payload = Record<string, unknown>

/**
 * What a test in another process asks of the emulator: `POST /control/<op>` with a JSON body, answered
 * `{"ok":true,"result":…}`. People and groups are named, and made when they are new.
 *
 * | op | body | result |
 * |---|---|---|
 * | `send` | `person, text, group?, mention?` | the message's id |
 * | `picture` | `person, base64, caption?` | the message's id |
 * | `file` | `person, base64, name?` | the message's id |
 * | `received`, `seen` | `person, message` | – |
 * | `next` | `person` or `group`, `timeoutMs?` | the account's next message not taken yet |
 * | `messages` | `person` or `group` | all messages of the account |
 * | `befriend`, `request` | `person` | – |
 * | `drop` | `code` (1006 cuts) | how many sockets there were |
 * | `stall`, `refuse`, `repeat`, `lose` | `times` | – |
 * | `kick`, `freeze`, `thaw` | – | – |
 * | `hold`; `release` | –; `together?, reversed?` | – |
 * | `fault`; `calm` | a `FaultRule` (its path a text); – | – |
 * | `rotate`, `renew`; `expire` | –; `serverInfo?` | – |
 * | `qr` | `act`: `scan`, `confirm`, `decline`, `expire` | – |
 * | `credentials` | – | what the library logs in with |
 * | `state` | – | `{sent, logins, open, most, opened, attempts, stalled, pings, unaddressed, strays, counts}` |
 */
export function serveControl(emulator: ZaloPersonalEmulator): void {
  const { sockets, delivery, session, faults, qr } = emulator
  const person = (payload: Payload) => emulator.person(String(payload.person))
  const group = (payload: Payload) => emulator.group(String(payload.group))
  const receiver = (payload: Payload) => (payload.group === undefined ? person(payload) : group(payload))
  const times = (payload: Payload) => Number(payload.times ?? 1)
  const acts = new Map(
    Object.entries({ scan: qr.scan, confirm: qr.confirm, decline: qr.decline, expire: qr.expire }),
  )
  const ops: Record<string, (payload: Payload) => unknown> = {
    send: (payload) =>
      payload.group === undefined
        ? person(payload).send(String(payload.text))
        : person(payload).sendTo(group(payload), String(payload.text), { mention: payload.mention === true }),
    picture: (payload) =>
      person(payload).sendPicture(
        Buffer.from(String(payload.base64), 'base64'),
        payload.caption === undefined ? undefined : String(payload.caption),
      ),
    file: (payload) =>
      person(payload).sendFile(
        Buffer.from(String(payload.base64), 'base64'),
        payload.name === undefined ? undefined : String(payload.name),
      ),
    received: (payload) => person(payload).gotIt(String(payload.message)),
    seen: (payload) => person(payload).see(String(payload.message)),
    next: async (payload) => describe(await receiver(payload).next(Number(payload.timeoutMs ?? 5000))),
    messages: (payload) => receiver(payload).messages().map(describe),
    befriend: (payload) => person(payload).befriend(),
    request: (payload) => person(payload).requestFriend(),
    drop: (payload) => sockets.dropWith(Number(payload.code ?? 1006)),
    stall: (payload) => sockets.stall(times(payload)),
    refuse: (payload) => sockets.refuse(times(payload)),
    repeat: (payload) => delivery.repeat(times(payload)),
    lose: (payload) => delivery.lose(times(payload)),
    kick: () => sockets.kick(),
    freeze: () => sockets.freeze(),
    thaw: () => sockets.thaw(),
    hold: () => delivery.hold(),
    release: (payload) => delivery.release(payload),
    fault: (payload) => void faults.add(payload as unknown as FaultRule),
    calm: () => faults.clear(),
    rotate: () => session.rotate(),
    renew: () => session.renew(),
    expire: (payload) => session.expire(payload.serverInfo === 'refused' ? { serverInfo: 'refused' } : {}),
    qr: (payload) => {
      const act = acts.get(String(payload.act))
      if (!act) throw new Error(`no act "${payload.act}"`)
      act()
    },
    credentials: () => emulator.credentials(),
    state: () => ({
      sent: emulator.sent.length,
      logins: emulator.logins.length,
      open: sockets.open,
      most: sockets.most,
      opened: sockets.opened,
      attempts: sockets.attempts.length,
      stalled: sockets.stalled,
      pings: sockets.pings.length,
      unaddressed: emulator.unaddressed,
      strays: emulator.strays,
      counts: Object.fromEntries(emulator.counts),
    }),
  }
  emulator.onControl(async (op, payload) => {
    const run = Object.hasOwn(ops, op) ? ops[op] : undefined
    if (!run) throw new Error(`no op "${op}"`)
    return await run(payload)
  })
}

/** A file by what it is, without its bytes. */
function describe({ file, ...message }: Received): object {
  return file ? { ...message, file: { kind: file.kind, name: file.name, size: file.bytes.length } } : message
}

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { PushChannel } from '../../bots/channels/channel.ts'
import { createZaloPersonal } from '../../bots/channels/zalo-personal/create-zalo-personal.ts'
import { createSessionStore } from '../../bots/channels/zalo-personal/login/session-store.ts'
import { loadUnitData } from '../../knowledge/units/load-units.ts'
import { systemClock } from '../../server/clock.ts'
import { loadConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { openDatabase } from '../../server/open-database.ts'
import { logIn } from '../emulators/zalo-personal/log-in.ts'
import {
  startZaloPersonalEmulator,
  type ZaloPersonalEmulator,
} from '../emulators/zalo-personal/zalo-personal-emulator.ts'
import { freeLock } from '../support/channel-locks.ts'
import { noFiles } from '../support/no-files.ts'
import type { Measurement } from './measurement.ts'

const drops = 200
const reconnects = 500

/**
 * The personal account's channel on the emulator, dropped again and again while somebody writes; its pauses are cut
 * short, since they are ours to choose. Beside it the library's own listener with its own reconnecting.
 */
export async function benchZaloPersonal(): Promise<Measurement[]> {
  const ours = await dropOurs()
  const peer = await dropLibrary()
  return [
    {
      name: `messages answered once, of ${drops} written around ${drops} drops`,
      unit: '',
      bar: `${drops}: none unanswered, none twice`,
      peerName: 'zca-js, its own reconnecting: received',
      pairs: [{ ours: ours.once, peer }],
      notes: [`${ours.unanswered} unanswered, ${ours.twice} answered twice`],
    },
    {
      name: 'from a drop to receiving again, pauses aside',
      unit: 'ms, p99',
      bar: '< 5,000 ms',
      peerName: '',
      pairs: [{ ours: ours.p99 }],
      notes: [],
    },
    {
      name: `memory after ${reconnects} reconnects, of that after 50`,
      unit: '',
      bar: '0.90–1.10',
      peerName: '',
      pairs: [{ ours: ours.memory }],
      notes: [],
    },
  ]
}

async function dropOurs() {
  const emulator = await startZaloPersonalEmulator()
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-bench-'))
  const file = join(folder, 'credentials.json')
  await writeFile(file, JSON.stringify(emulator.credentials()))
  const known = new Set((await loadUnitData()).units.map(({ slug }) => slug))
  const log = createLog('silent')
  const open = await openDatabase(loadConfig({ DATA_DIR: join(folder, 'data') }, known), log, {
    name: 'bench',
    max: 4,
  })
  const person = emulator.person('Lan')
  person.befriend()
  const taken = new Set<string>()
  let channel: PushChannel | undefined
  const zalo = createZaloPersonal({
    credentials: file,
    sessions: createSessionStore(join(folder, 'session'), randomBytes(32)),
    gateway: emulator.url,
    lock: freeLock(),
    sql: open.pool,
    key: randomBytes(32),
    clock: systemClock(undefined),
    isBound: async () => false,
    receipts: () => {},
    files: noFiles,
    strangersPerDay: 40,
    // As the inbox: what was stored before does nothing.
    async store({ externalId, chat, event }) {
      if (taken.has(externalId) || event.kind !== 'text') return
      taken.add(externalId)
      const window = { event: externalId, at: Date.now(), sent: 0 }
      const reply = { blocks: [{ kind: 'text' as const, text: event.text }] }
      while (!(await channel?.send({ id: externalId, chat, reply, window }))?.ok) await delay(1)
    },
    serve(served) {
      channel = served
    },
    log,
    health: () => {},
    alerts: { raise: () => {}, clear: () => {} },
    ignored: () => {},
    onGuard: () => {},
    pace: { sleep: (_ms, signal) => delay(2, undefined, { signal }).catch(() => {}) },
    policy: { gap: 0, quiet: 0, messagesPerHour: 1e6, messagesPerDay: 1e6, messagesPerPersonHour: 1e6 },
  })
  const connected = async () => {
    while (zalo.state().link.kind !== 'connected' || emulator.sockets.open === 0) await delay(1)
  }
  try {
    await zalo.start()
    await connected()
    const took: number[] = []
    for (let n = 0; n < drops; n += 1) {
      // One before, one as the socket falls, one while nobody listens.
      if (n % 3 === 0) person.send(`tin ${n}`)
      const from = performance.now()
      emulator.sockets.dropHard()
      if (n % 3 !== 0) person.send(`tin ${n}`)
      const { opened } = emulator.sockets
      while (emulator.sockets.opened === opened) await delay(1)
      await connected()
      took.push(performance.now() - from)
    }
    const wanted = Array.from({ length: drops }, (_, n) => `tin ${n}`)
    const answers = () => Map.groupBy(person.messages(), ({ text }) => text)
    const until = performance.now() + 30_000
    while (wanted.some((text) => !answers().has(text)) && performance.now() < until) await delay(20)
    const counts = wanted.map((text) => answers().get(text)?.length ?? 0)
    took.sort((a, b) => a - b)
    return {
      once: counts.filter((count) => count === 1).length,
      unanswered: counts.filter((count) => count === 0).length,
      twice: counts.filter((count) => count > 1).length,
      p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
      memory: await measureMemory(emulator, connected),
    }
  } finally {
    await zalo.stop()
    await open.close()
    await emulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureMemory(
  emulator: ZaloPersonalEmulator,
  connected: () => Promise<void>,
): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used: number[] = []
  for (let n = 1; n <= reconnects; n += 1) {
    const { opened } = emulator.sockets
    emulator.sockets.dropHard()
    while (emulator.sockets.opened === opened) await delay(1)
    await connected()
    if (n !== 50 && n !== reconnects) continue
    collect()
    used.push(process.memoryUsage().heapUsed)
  }
  return (used[1] ?? Number.NaN) / (used[0] ?? Number.NaN)
}

/** @returns how many of the messages the library's listener has heard */
async function dropLibrary(): Promise<number> {
  const emulator = await startZaloPersonalEmulator()
  const person = emulator.person('Lan')
  person.befriend()
  const { listener } = await logIn(emulator)
  const heard = new Set<string>()
  listener.on('message', ({ data }: { data: { content: unknown } }) => heard.add(String(data.content)))
  listener.on('error', () => {})
  listener.start({ retryOnClose: true })
  while (emulator.sockets.open === 0) await delay(1)
  for (let n = 0; n < drops; n += 1) {
    person.send(`tin ${n}`)
    // It waits as long as the server has told it to.
    const until = performance.now() + 50
    emulator.sockets.dropWith(1006)
    while (emulator.sockets.open === 0 && performance.now() < until) await delay(1)
  }
  listener.stop()
  await emulator.close()
  return heard.size
}

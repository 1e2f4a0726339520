import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { startZaloOaEmulator, type ZaloOaEmulator } from '../emulators/zalo-oa/zalo-oa-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../support/start-server.ts'
import { measureLoad } from './measure-load.ts'
import type { Measurement } from './measurement.ts'
import { guideTalk, measureTelegramLoad } from './telegram-load.ts'

const runs = 3
const load = { chats: 64, seconds: 6, warmUpSeconds: 3, say: guideTalk }
const perSecond = 200

/** What a reply costs the server itself on either channel, both by webhook; how fast webhooks are answered. */
export async function benchZaloOa(): Promise<Measurement[]> {
  const pairs = []
  const notes: string[] = []
  for (let run = 0; run < runs; run++) {
    const peer = await costOnTelegram()
    const ours = await costOnOa()
    pairs.push({ ours: ours.micros, peer: peer.micros })
    notes.push(`${Math.round(ours.perSecond)} turns/s, Telegram ${Math.round(peer.perSecond)}`)
  }
  const hanging = []
  for (let run = 0; run < runs; run++)
    hanging.push({ ours: await webhookP99({ hang: true }), peer: await webhookP99({ hang: false }) })
  return [
    {
      name: 'a reply on the Official Account, the server process’s own time',
      unit: 'µs',
      bar: 'ratio ≤ 1.2',
      peerName: 'on Telegram, by webhook too',
      pairs,
      notes,
    },
    {
      name: `webhook answered at ${perSecond}/s while every send hangs`,
      unit: 'ms, p99',
      bar: '< 20 ms',
      peerName: 'the same without it',
      pairs: hanging,
      notes: [],
    },
  ]
}

async function costOnTelegram() {
  const emulator = await startTelegramEmulator()
  const secret = 'bench'
  const installation = await createInstallation({
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.url,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: secret,
    LOG_LEVEL: 'error',
  })
  installation.settings.PUBLIC_URL = `http://127.0.0.1:${installation.port}`
  const server = await installation.start()
  return costOf(server, () => measureTelegramLoad(emulator, load)).finally(() =>
    putAway(server, installation, emulator),
  )
}

async function costOnOa() {
  const { emulator, installation, server } = await startOa()
  return costOf(server, () => measureLoad(() => emulator.user(), load)).finally(() =>
    putAway(server, installation, emulator),
  )
}

async function startOa() {
  const emulator = await startZaloOaEmulator()
  const installation = await createInstallation({
    ZALO_OA_APP_ID: emulator.app.id,
    ZALO_OA_APP_SECRET: emulator.app.secret,
    ZALO_OA_SECRET: emulator.app.oaSecret,
    ZALO_OA_REFRESH_TOKEN: emulator.oauth.giveRefreshToken(),
    ZALO_OA_API_ROOT: emulator.url,
    ZALO_OA_OAUTH_ROOT: emulator.url,
    LOG_LEVEL: 'error',
  })
  const server = await installation.start()
  emulator.webhook.set(`${server.address}/webhooks/zalo-oa`)
  return { emulator, installation, server }
}

/** Processor time of the server process alone, by its turns; the emulator's and PostgreSQL's are left out. */
async function costOf(
  server: RunningServer,
  measure: () => Promise<{ answered: number; perSecond: number }>,
): Promise<{ micros: number; perSecond: number }> {
  const used = { from: 0, until: 0 }
  const edges = Promise.all([
    delay(load.warmUpSeconds * 1000).then(() => {
      used.from = processorMicros(server)
    }),
    delay((load.warmUpSeconds + load.seconds) * 1000).then(() => {
      used.until = processorMicros(server)
    }),
  ])
  const [{ answered, perSecond: rate }] = await Promise.all([measure(), edges])
  return { micros: (used.until - used.from) / answered, perSecond: rate }
}

function processorMicros({ process: { pid } }: RunningServer): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = after.split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return (ticks * 1_000_000) / 100
}

async function webhookP99({ hang }: { hang: boolean }): Promise<number> {
  const { emulator, installation, server } = await startOa()
  try {
    if (hang) hangAllSends(emulator)
    const people = Array.from({ length: 50 }, () => emulator.user())
    const seconds = 10
    const first = performance.now()
    for (let n = 0; n < perSecond * seconds; n++) {
      people[n % people.length]?.send('giờ làm việc')
      const due = first + ((n + 1) * 1000) / perSecond
      if (due > performance.now()) await delay(due - performance.now())
    }
    await emulator.webhook.drained()
    // What starts the server up is no steady state.
    const took = emulator.webhook.answers.slice(perSecond * 2).map(({ milliseconds }) => milliseconds)
    took.sort((a, b) => a - b)
    return took[Math.floor(took.length * 0.99)] ?? Number.NaN
  } finally {
    await putAway(server, installation, emulator)
  }
}

function hangAllSends(emulator: ZaloOaEmulator): void {
  emulator.faults.add({
    endpoint: 'cs',
    fault: { kind: 'hang', ms: 60_000, when: 'before' },
    times: Number.POSITIVE_INFINITY,
  })
}

async function putAway(
  server: RunningServer,
  installation: Installation,
  emulator: { close(): Promise<void> },
): Promise<void> {
  await server.stop('SIGKILL')
  await emulator.close()
  await installation.remove()
}

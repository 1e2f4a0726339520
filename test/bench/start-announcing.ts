import { Temporal } from 'temporal-polyfill'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../server/log.ts'
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { addFollowers } from '../support/announcement-followers.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createInstallation } from '../support/start-server.ts'
import { type Arrivals, countArrivals } from './count-arrivals.ts'

const firstChat = 8_000_001

/** What Telegram takes, as strictly as it can be meant. */
export const limit = { by: 'sliding', messages: 30, ms: 1000 } as const

export interface Announcing {
  emulator: TelegramEmulator
  /** Of its followers. */
  arrivals: Arrivals
  /** Has an approved announcement to all of them sent. */
  announce(options: { canary: boolean }): Promise<void>
  /** Its state. */
  set(state: 'sending' | 'paused'): Promise<void>
  end(): Promise<void>
}

export function chatsOf(followers: number): number[] {
  return Array.from({ length: followers }, (_, n) => firstChat + n)
}

/** A server on an emulator that takes 30 messages in any second; its clock says that it is morning. */
export async function startAnnouncing(followers: number): Promise<Announcing> {
  const emulator = await startTelegramEmulator({ limit })
  const offset = untilMorning()
  const installation = await createInstallation(
    {
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.url,
      LOG_LEVEL: 'error',
      NOW_OFFSET: offset.toString(),
    },
    { embedded: true },
  )
  const server = await installation.start()
  const log = createLog('error', 'stderr')
  const embedded = await startEmbedded({ dataDir: installation.dataDir, log })
  const { pool, close } = connect(embedded.connection, log, { max: 2 })
  const now = Temporal.Now.instant().add(offset).toString()
  const arrivals = countArrivals(emulator, chatsOf(followers))
  await addFollowers(pool, {
    count: followers,
    followedAt: now,
    channels: ['telegram'],
    account: String(emulator.bot.id),
    firstChat,
  })
  const rows = announcementRows(pool, now)
  const author = await rows.official()

  return {
    emulator,
    arrivals,
    async announce({ canary }) {
      const approvedAt = Temporal.Now.instant().add(offset).toString()
      await rows.announcement(author, { canary, approvedAt })
      await pool.query(`select pg_notify('announcements', '')`)
    },
    async set(state) {
      await pool.query(`update announcement set state = $1, pause = $2`, [
        state,
        state === 'paused' ? 'asked' : null,
      ])
      await pool.query(`select pg_notify('announcements', '')`)
    },
    async end() {
      await close()
      await embedded.release()
      await server.stop()
      await emulator.close()
      await installation.remove()
    },
  }
}

function untilMorning(): Temporal.Duration {
  const now = Temporal.Now.zonedDateTimeISO('Asia/Ho_Chi_Minh').round('second')
  return now.until(now.withPlainTime('10:00'), { largestUnit: 'hour' })
}

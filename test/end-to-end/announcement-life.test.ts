import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startZaloOaEmulator, type ZaloOaEmulator } from '../emulators/zalo-oa/zalo-oa-emulator.ts'
import {
  startZaloPersonalEmulator,
  type ZaloPersonalEmulator,
} from '../emulators/zalo-personal/zalo-personal-emulator.ts'
import type { RunningServer } from '../support/start-server.ts'
import { offsetTo } from './support/offset-to.ts'
import { onApp, onWeb, type Talker } from './support/talkers.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createZaloCitizen } from './support/zalo-oa-server.ts'
import { createZaloPerson } from './support/zalo-personal-server.ts'

/** A Monday morning, well within the hours in which is sent. */
const morning = '2026-11-30T09:00:00+07:00'
/** The personal account is quiet for ten minutes after a login. */
const before = '2026-11-30T08:40:00+07:00'

interface Status {
  id: string
  state: string
  total: number
  sent: number
  pending: number
  failed: number
  skipped: number
}

describe('the life of an announcement', { timeout: 240_000 }, () => {
  let telegram: TelegramServer
  let zalo: ZaloOaEmulator
  let personal: ZaloPersonalEmulator
  let knowledge: string
  beforeAll(async () => {
    zalo = await startZaloOaEmulator()
    personal = await startZaloPersonalEmulator()
    knowledge = await mkdtemp(join(tmpdir(), 'mot-cua-knowledge-'))
    const credentials = join(knowledge, 'account', 'credentials.json')
    await mkdir(join(knowledge, 'account'))
    await writeFile(credentials, JSON.stringify(personal.credentials()))
    // So slow on Telegram that there is time to pause in the middle.
    await writeFile(
      join(knowledge, 'announcements.yaml'),
      'pace:\n  telegram: { messages: 1, ms: 1500 }\n  zalo_personal: { messages: 5, ms: 1000 }\n',
    )
    telegram = await startTelegramServer({
      env: {
        NOW_OFFSET: offsetTo(before),
        KNOWLEDGE_DIR: knowledge,
        ZALO_OA_APP_ID: zalo.app.id,
        ZALO_OA_APP_SECRET: zalo.app.secret,
        ZALO_OA_SECRET: zalo.app.oaSecret,
        ZALO_OA_REFRESH_TOKEN: zalo.oauth.giveRefreshToken(),
        ZALO_OA_API_ROOT: zalo.url,
        ZALO_OA_OAUTH_ROOT: zalo.url,
        ZALO_PERSONAL_GATEWAY: personal.url,
        ZALO_PERSONAL_CREDENTIALS: credentials,
      },
    })
    await connected(telegram.server)
    await telegram.server.stop()
    telegram.server = await telegram.installation.start({ NOW_OFFSET: offsetTo(morning) })
    telegram.installation.settings.NOW_OFFSET = offsetTo(morning)
    await connected(telegram.server)
    zalo.webhook.set(`${telegram.server.address}/webhooks/zalo-oa`)
  }, 180_000)
  afterAll(async () => {
    await telegram.remove()
    await Promise.all([zalo.close(), personal.close()])
    await rm(knowledge, { recursive: true, force: true })
  })

  async function connected(server: RunningServer): Promise<void> {
    await vi.waitFor(
      async () => {
        if (personal.sockets.open !== 1) throw new Error('the personal account is not connected yet')
        expect((await server.health()).parts.zalo_personal?.status).toBe('ok')
      },
      { timeout: 20_000, interval: 20 },
    )
  }

  async function ask<T = unknown>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await telegram.installation.cli([...args, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout) as T
  }

  async function appoint(name: string, role: string): Promise<string> {
    const added = await ask<{ link_code: string }>(
      ...['officials', 'add', '--name', name, '--unit', 'hoan-kiem', '--role', role],
    )
    return added.link_code
  }

  const times = async (person: Talker, words: string) => (await person.heard()).split(words).length - 1

  it('is written on Telegram, approved on Zalo, received once, paused, resumed and corrected', async () => {
    const writer = telegram.citizen()
    const approver = createZaloCitizen(zalo.user())
    await writer.says(await appoint('Trần Thị Bình', 'communicator'), 'Trần Thị Bình')
    await approver.says(await appoint('Lê Văn Cường', 'approver'), 'Lê Văn Cường')

    /** The approver reads what citizens will, before anything goes out. */
    async function submitAndApprove(draft: Awaited<ReturnType<typeof writer.says>>, text: string) {
      await writer.taps(draft, 'Gửi duyệt', 'Đã gửi duyệt')
      const asked = await approver.hears('đang chờ anh/chị duyệt')
      const sure = await approver.taps(asked, 'Duyệt', 'Duyệt thông báo số')
      expect(approver.heard().join('\n')).toContain(text)
      await approver.taps(sure, 'Duyệt và gửi', 'Đã duyệt')
    }

    const onTelegram = [1, 2, 3, 4].map(() => onApp(telegram.citizen()))
    const elsewhere = [
      onApp(createZaloCitizen(zalo.user())),
      onApp(createZaloPerson(personal)),
      onWeb(telegram.server.address),
    ]
    const followers = [...onTelegram, ...elsewhere]
    for (const follower of followers) await follower.says('đăng ký nhận tin', 'nhận tin của phường Hoàn Kiếm')
    const stranger = onApp(telegram.citizen())
    await stranger.says('xin chào', 'Xin chào')
    // What opens a desk for officials is nothing to others.
    expect(await stranger.says('soạn thông báo', 'trợ lý chưa hiểu')).not.toContain('tiêu đề')

    await writer.says('soạn thông báo', 'nội dung thông báo')
    const draft = await writer.says(
      'Phun thuốc diệt muỗi\nPhường phun thuốc sáng thứ Bảy 5/12.',
      'muốn làm gì tiếp',
    )
    await writer.taps(draft, 'Xem trước', 'Sẽ đến 7 người')
    await submitAndApprove(draft, 'Phường phun thuốc sáng thứ Bảy 5/12.')

    // Telegram is slow today: once the first has it, the others have still to wait.
    await Promise.race(onTelegram.map((follower) => follower.hears('Phun thuốc diệt muỗi')))
    await writer.says('tạm dừng thông báo 1', 'Đã tạm dừng')
    const paused = await vi.waitFor(async () => {
      const status = await ask<Status>('announcements', 'status', '1')
      // What had been begun is still counted.
      expect(status).toMatchObject({ state: 'paused', total: 7, failed: 0, skipped: 0 })
      expect(status.sent).toBe(await count(followers, 'thứ Bảy 5/12'))
      return status
    })
    expect(paused.pending).toBeGreaterThan(0)

    await writer.says('tiếp tục thông báo 1', 'gửi tiếp')
    await untilStatus('1', { state: 'sent', total: 7, sent: 7, pending: 0 })
    for (const follower of followers) expect(await times(follower, 'thứ Bảy 5/12')).toBe(1)
    expect(await times(stranger, 'thứ Bảy 5/12')).toBe(0)

    // Whoever stops is not told of the mistake either; who follows only now never got it.
    const [gone, ...kept] = followers
    await gone?.says('dừng', 'Đã dừng')
    await stranger.says('đăng ký nhận tin', 'nhận tin của phường Hoàn Kiếm')
    const correcting = await writer.says('đính chính 1', 'Đính chính thông báo số 1')
    await writer.taps(correcting, 'Soạn đính chính', 'gõ nội dung mới')
    const corrected = await writer.says('Phường phun thuốc sáng Chủ nhật 6/12.', 'muốn làm gì tiếp')
    await submitAndApprove(corrected, 'Phường phun thuốc sáng Chủ nhật 6/12.')
    for (const follower of kept) await follower.hears('Chủ nhật 6/12')
    await untilStatus('2', { state: 'sent', total: 7, sent: 6, skipped: 1 })
    for (const follower of kept) expect(await times(follower, 'Chủ nhật 6/12')).toBe(1)
    expect([await times(stranger, '6/12'), gone && (await times(gone, '6/12'))]).toEqual([0, 0])

    const board = await (await fetch(`${telegram.server.address}/u/hoan-kiem`)).text()
    expect(board).toContain('Chủ nhật 6/12')
    expect(board).not.toContain('thứ Bảy 5/12')
  })

  async function untilStatus(id: string, status: Partial<Status>): Promise<void> {
    await vi.waitFor(
      async () => expect(await ask<Status>('announcements', 'status', id)).toMatchObject(status),
      { timeout: 30_000, interval: 300 },
    )
  }

  async function count(people: readonly Talker[], words: string): Promise<number> {
    const heard = await Promise.all(people.map((person) => times(person, words)))
    return heard.reduce((sum, one) => sum + one, 0)
  }
})

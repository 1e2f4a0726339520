import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sayDossierCode } from '../../knowledge/dossiers/codes/say-dossier-code.ts'
import { startZaloOaEmulator, type ZaloOaEmulator } from '../emulators/zalo-oa/zalo-oa-emulator.ts'
import type { Installation } from '../support/start-server.ts'
import { offsetTo } from './support/offset-to.ts'
import { inTerminal, onApp, onWeb, type Talker } from './support/talkers.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createZaloCitizen } from './support/zalo-oa-server.ts'

/** A Monday morning; what is told by day must not depend on the hour the test is run at. */
const morning = '2026-11-30T09:00:00+07:00'

describe('the life of a dossier', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  let zalo: ZaloOaEmulator
  let installation: Installation
  let knowledge: string
  beforeAll(async () => {
    zalo = await startZaloOaEmulator()
    knowledge = await mkdtemp(join(tmpdir(), 'mot-cua-knowledge-'))
    // Nobody waits here for a second change.
    await writeFile(join(knowledge, 'dossier-rules.yaml'), 'settle_seconds: 0\n')
    telegram = await startTelegramServer({
      env: {
        NOW_OFFSET: offsetTo(morning),
        KNOWLEDGE_DIR: knowledge,
        ZALO_OA_APP_ID: zalo.app.id,
        ZALO_OA_APP_SECRET: zalo.app.secret,
        ZALO_OA_SECRET: zalo.app.oaSecret,
        ZALO_OA_REFRESH_TOKEN: zalo.oauth.giveRefreshToken(),
        ZALO_OA_API_ROOT: zalo.url,
        ZALO_OA_OAUTH_ROOT: zalo.url,
      },
    })
    installation = telegram.installation
    zalo.webhook.set(`${telegram.server.address}/webhooks/zalo-oa`)
  }, 180_000)
  afterAll(async () => {
    await telegram.remove()
    await zalo.close()
    await rm(knowledge, { recursive: true, force: true })
  })

  async function ask<T = unknown>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await installation.cli([...args, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout) as T
  }

  async function receive(code: string): Promise<void> {
    const file = join(installation.folder, `${code}.csv`)
    await writeFile(
      file,
      `mã hồ sơ;mã thủ tục;người nộp;số điện thoại;4 số cuối định danh;ngày tiếp nhận;ngày hẹn trả;trạng thái;đơn vị\n${code};1.001193;Nguyễn Thị Phượng;0912345678;4321;24/11/2026 08:00;04/12/2026 17:00;Được tiếp nhận;hoan-kiem\n`,
    )
    expect(await ask('dossiers', 'import', file)).toMatchObject({ read: 1, inserted: 1, rejected: [] })
  }

  const people: [string, string, () => [Talker, Talker]][] = [
    ['Telegram', 'H26.16.05-261130-0001', () => [onApp(telegram.citizen()), onApp(telegram.citizen())]],
    [
      'Zalo',
      'H26.16.05-261130-0002',
      () => [onApp(createZaloCitizen(zalo.user())), onApp(createZaloCitizen(zalo.user()))],
    ],
    [
      'the web chat',
      'H26.16.05-261130-0003',
      () => [onWeb(telegram.server.address), onWeb(telegram.server.address)],
    ],
    [
      'the terminal',
      'H26.16.05-261130-0004',
      () => [inTerminal(installation, 'bà Phượng'), inTerminal(installation, 'người tò mò')],
    ],
  ]

  it.each(people)(
    'is played through on %s, and a second person learns nothing',
    async (_name, code, meet) => {
      const [owner, other] = meet()
      await receive(code)
      const set = (...args: string[]) => ask('dossiers', 'set', code, ...args)

      // Nobody has proved anything: a real code and an invented one are answered alike.
      const invented = code.replace('-000', '-999')
      const before = [await owner.says(code, 'bốn số cuối'), await other.says(invented, 'bốn số cuối')]
      expect(before[0]?.replaceAll(sayDossierCode(code), 'X')).toBe(
        before[1]?.replaceAll(sayDossierCode(invented), 'X'),
      )

      const { link_code } = await ask<{ link_code: string }>('dossiers', 'slip', code)
      expect(await owner.says(`mã của tôi là ${link_code.toLowerCase()}`, 'đã nhận')).toContain('4/12/2026')
      // Used once; and the code with somebody else's guesses gives nothing.
      await other.says(link_code, 'không dùng được')
      await other.says(code, 'bốn số cuối')

      await set('--status', '5', '--papers', 'Giấy chứng sinh bản chính', '--supply-by', '2026-12-10')
      await owner.hears('bổ sung')
      await set('--status', '6', '--fee', '50000')
      await owner.hears('50.000')
      await set('--status', '4', '--due', '2026-11-27', '--apology', '2026-11-26')
      await owner.hears('quá hạn')
      await set('--status', '9', '--result', 'Giấy khai sinh')
      await owner.hears('có kết quả')
      expect(await owner.says('hồ sơ của tôi đến đâu rồi', 'có kết quả')).not.toContain('0912345678')
      await set('--status', '10')
      await owner.hears('Việc này đã xong')
      await owner.says('hồ sơ của tôi', 'chưa có hồ sơ nào mở ở đây')

      const leaked = await other.heard()
      for (const secret of [
        'Phượng',
        'chứng sinh',
        'khai sinh',
        '50.000',
        '4/12/2026',
        'quá hạn',
        'có kết quả',
      ])
        expect(leaked).not.toContain(secret)
    },
  )
})

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  startZaloPersonalEmulator,
  type ZaloPersonalEmulator,
} from '../emulators/zalo-personal/zalo-personal-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../support/start-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const patience = { timeout: 20_000, interval: 20 }

describe('an operator of the personal account', { timeout: 180_000 }, () => {
  let emulator: ZaloPersonalEmulator
  let installation: Installation
  let server: RunningServer
  beforeAll(async () => {
    emulator = await startZaloPersonalEmulator()
    installation = await createInstallation({ ZALO_PERSONAL_GATEWAY: emulator.url, LOG_LEVEL: 'trace' })
    server = await installation.start()
  }, 180_000)
  afterAll(async () => {
    await installation.remove()
    await emulator.close()
  })

  const part = async () => (await server.health()).parts.zalo_personal
  const awaitStatus = (status: string) =>
    vi.waitFor(async () => expect((await part()).status).toBe(status), patience)

  it('logs in by scanning the code of the command, and the running server goes on with it', async () => {
    // Until it has the lock, another process may be connected for all it knows.
    await vi.waitFor(async () => expect(await part()).toEqual({ status: 'off' }), patience)
    const login = installation.cli(['zalo', 'login', '--json'])
    await vi.waitFor(() => expect(emulator.qr.code).not.toBe(''), patience)
    emulator.qr.scan()
    emulator.qr.confirm()
    const { code, stdout, stderr } = await login
    expect(stderr).toContain('confirm')
    expect({ code, said: JSON.parse(stdout) }).toEqual({
      code: 0,
      said: { channel: 'zalo_personal', state: 'logged_in' },
    })
    await awaitStatus('ok')
  })

  it('hears on another channel that the account was opened elsewhere, and lets it go on', async () => {
    const official = await installation.cli([
      ...['officials', 'add', '--name', 'Hà', '--unit', 'hoan-kiem', '--role', 'operator', '--json'],
    ])
    const { link_code } = JSON.parse(official.stdout) as { link_code: string }
    const operator = createWebCitizen(server.address)
    await operator.post({ text: link_code })
    await operator.hears('Hà')
    emulator.sockets.kick()
    await operator.hears('mở ở nơi khác')
    await awaitStatus('degraded')
    expect((await part()).detail).toContain('channels resume zalo-personal')
    const { opened } = emulator.sockets
    expect((await installation.cli(['channels', 'resume', 'zalo-personal'])).code).toBe(0)
    await awaitStatus('ok')
    expect(emulator.sockets.opened).toBe(opened + 1)
  })

  it('puts a reminder and a poll on the board of a group that has spoken to it', async () => {
    const group = emulator.group('Tổ dân phố 7')
    const hoa = emulator.person('Hoa')
    hoa.befriend()
    group.join(hoa)
    hoa.sendTo(group, '@Một Cửa giờ làm việc thế nào?', { mention: true })
    await group.next(20_000)
    const chats = JSON.parse((await installation.cli(['groups', 'chats', '--json'])).stdout)
    expect(chats.chats).toEqual([expect.objectContaining({ chat: `zalo_personal:g${group.id}`, unit: null })])
    const at = new Date(Date.now() + 86_400_000).toISOString()
    const reminded = await installation.cli([
      'zalo',
      'remind',
      group.id,
      '--at',
      at,
      '--text',
      'Họp tổ',
      '--json',
    ])
    expect(JSON.parse(reminded.stdout)).toMatchObject({ state: 'sent' })
    const asked = await installation.cli([
      ...[
        'zalo',
        'poll',
        `g${group.id}`,
        '--question',
        'Họp hôm nào?',
        '--option',
        'Thứ bảy',
        '--option',
        'Chủ nhật',
      ],
    ])
    expect(asked.code).toBe(0)
    const paths = emulator.calls.map(({ path }) => path)
    expect(paths.some((path) => path.includes('board/topic/createv2'))).toBe(true)
    expect(paths.some((path) => path.includes('poll/create'))).toBe(true)
    const nowhere = await installation.cli(['zalo', 'remind', '123', '--at', at, '--text', 'x'])
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('no group chat g123 is known') })
  })

  it('binds the group, at once or by a code written there', async () => {
    const group = emulator.group('Tổ dân phố 7')
    const hoa = emulator.person('Hoa')
    const bound = await installation.cli(['groups', 'bind', '--unit', 'hoan-kiem', '--json'])
    const { code } = JSON.parse(bound.stdout) as { code: string }
    hoa.sendTo(group, `@Một Cửa ${code}`, { mention: true })
    await vi.waitFor(async () => {
      const { chats } = JSON.parse((await installation.cli(['groups', 'chats', '--json'])).stdout)
      expect(chats[0]).toMatchObject({ unit: 'hoan-kiem' })
    }, patience)
  })
})

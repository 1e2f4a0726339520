import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'
import { firstWords, walkBirthGuide } from './support/birth-guide.ts'
import { lookIntoDatabase, readEverything } from './support/look-into-database.ts'
import { processesIn } from './support/processes-in.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const patience = { timeout: 20_000, interval: 100 }
const checkout = resolve(import.meta.dirname, '../..')

describe('commands of operators', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  let installation: Installation
  beforeAll(async () => {
    telegram = await startTelegramServer()
    installation = telegram.installation
  }, 180_000)
  afterAll(() => telegram.remove())

  /** Runs a command with `--json`. @returns the one document that stands on stdout */
  async function ask(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await installation.cli([...args, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim().split('\n')).toHaveLength(1)
    return JSON.parse(stdout)
  }

  it('procedures check: all of them, without an error', async () => {
    const found = await ask('procedures', 'check')
    expect(found).toMatchObject({ count: 120, errors: [], warnings: expect.any(Array) })
    const { code, stdout } = await installation.cli(['procedures', 'check'])
    expect({ code, last: stdout.trim().split('\n').at(-1) }).toMatchObject({
      code: 0,
      last: expect.stringMatching(/^120 procedures, 0 errors, \d+ warnings$/),
    })
  })

  it('procedures preview: the whole guide, one case of it, and a refusal that says why', async () => {
    const whole = await installation.cli(['procedures', 'preview', '1.001193'])
    expect(whole.stdout).toContain('[roi] Đã đăng ký kết hôn')
    expect(whole.stdout).toContain('Tờ khai')
    const played = await installation.cli([
      ...['procedures', 'preview', '1.001193'],
      ...['--answers', 'ket_hon=roi', 'nguoi_nuoc_ngoai=co', '--lang', 'en'],
    ])
    expect(played.stdout).toContain('Birth with a foreign parent')
    for (const untaken of ['x=y', 'ket_hon=nonsense']) {
      const refused = await installation.cli(['procedures', 'preview', '1.001193', '--answers', untaken])
      expect(refused).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`does not take the answer ${untaken}`),
      })
    }
    expect(await installation.cli(['procedures', 'preview', '9.999999'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no procedure 9.999999'),
    })
  })

  it('knowledge reload: the running server reads everything again, though no file has changed', async () => {
    const readings = () => installation.output().split('what is known was read again').length
    const before = readings()
    await ask('knowledge', 'reload')
    await vi.waitFor(() => expect(readings()).toBeGreaterThan(before), patience)
  })

  it('procedures new: a draft that can be looked at, put into force, and asked for in the running chat', async () => {
    const { file } = (await ask('procedures', 'new', 'local.muon-ban-ghe')) as { file: string }
    expect((await installation.cli(['procedures', 'new', 'local.muon-ban-ghe'])).code).toBe(1)
    const draft = await readFile(file, 'utf8')
    const text = draft
      .replace('vi: "local.muon-ban-ghe"', 'vi: Mượn bàn ghế của phường')
      .replace('tên người dân hay gọi', 'mượn bàn ghế')
    expect(text).not.toBe(draft)
    await writeFile(file, text)
    const looked = await installation.cli(['procedures', 'preview', file])
    expect(looked.stdout).toContain('Mượn bàn ghế của phường')
    const folder = join(installation.dataDir, 'knowledge/procedures')
    await mkdir(folder, { recursive: true })
    await copyFile(file, join(folder, 'local.muon-ban-ghe.yaml'))
    expect(await ask('knowledge', 'reload')).toEqual({
      files: ['procedures/local.muon-ban-ghe.yaml'],
      problems: [],
    })
    const citizen = createWebCitizen(telegram.server.address)
    await vi.waitFor(
      async () => {
        await citizen.post({ text: 'mượn bàn ghế của phường' })
        expect(JSON.stringify(await citizen.history())).toContain('Anh/chị thuộc trường hợp nào?')
      },
      // More than sixty messages in a minute would not be taken.
      { ...patience, interval: 500 },
    )
    await writeFile(join(folder, 'local.muon-ban-ghe.yaml'), 'code: [')
    const spoilt = await installation.cli(['knowledge', 'reload'])
    expect(spoilt).toMatchObject({ code: 1, stdout: expect.stringContaining('local.muon-ban-ghe.yaml:1: ') })
    const other = createWebCitizen(telegram.server.address)
    await other.post({ text: 'mượn bàn ghế của phường' })
    await other.hears('Anh/chị thuộc trường hợp nào?')
    await rm(folder, { recursive: true })
    expect(await ask('knowledge', 'reload')).toEqual({ files: [], problems: [] })
  })

  it('match: what the assistant would do with a text', async () => {
    expect(await ask('match', firstWords)).toMatchObject({
      decision: 'procedure',
      procedures: expect.arrayContaining([
        { code: '1.001193', name: 'Đăng ký khai sinh', score: expect.any(Number) },
      ]),
    })
    expect(await ask('match', 'cháy nhà')).toMatchObject({ decision: 'intent', intent: 'emergency' })
    expect(await ask('match', 'xyzzy')).toMatchObject({ decision: 'none', procedures: [] })
    expect(await ask('match', '')).toMatchObject({ decision: 'none' })
  })

  it('match --file: one line a question, a broken one answered in its place and told by the exit code', async () => {
    const file = join(installation.folder, 'q.jsonl')
    const lines = [
      '{"id":"a","text":"làm giấy khai sinh"}',
      '{"id":"b",',
      '{"id":"c"}',
      '{"id":"d","text":"đăng ký kết hôn"}',
    ]
    await writeFile(file, `\ufeff${lines.join('\r\n')}\n`)
    const { code, stdout, stderr } = await installation.cli(['match', '--file', 'q.jsonl', '--json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 'a', decision: 'procedure' },
      { error: expect.any(String) },
      { error: expect.any(String) },
      { id: 'd', decision: 'procedure' },
    ])
    await writeFile(file, `${lines[0]}\n`)
    expect((await installation.cli(['match', '--file', file])).code).toBe(0)
    const missing = await installation.cli(['match', '--file', 'nothing.jsonl'])
    expect(missing).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^.*nothing\.jsonl.*\n$/),
    })
  })

  it('takes paths as the caller means them, through npm too', async () => {
    await writeFile(join(installation.folder, 'one.jsonl'), '{"id":1,"text":"khai tử"}\n')
    const npm = spawn(
      'npm',
      ['--prefix', checkout, 'run', '-s', 'cli', '--', 'match', '--file', 'one.jsonl'],
      {
        cwd: installation.folder,
        env: installation.settings,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let stdout = ''
    npm.stdout.on('data', (text) => {
      stdout += text
    })
    const [code] = await once(npm, 'close')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('"decision":"procedure"') })
  })

  it.each([
    '',
    'nothing',
    'match',
    'match a b',
    'match a --file b',
    'events',
    'events retry',
    'privacy erase',
    'privacy erase --identity 12345',
    'privacy erase --identity fax:12345',
    'backup',
    'chat --as',
    '--unknown',
  ])('wrong usage, %j: exit code 2 and one line that helps', async (line) => {
    const { code, stdout, stderr } = await installation.cli(line.split(' ').filter(Boolean))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^[^\n(]{10,}.*\n$/)
  })

  it.each([
    'events retry 999999',
    'events retry x',
    'privacy export --identity telegram:1',
    'privacy erase --identity web:nobody',
    'restore nothing.backup',
    'backup /dev/null/backup',
  ])('refused, %j: exit code 1 and one line that says why', async (line) => {
    const { code, stdout, stderr } = await installation.cli([...line.split(' '), '--json'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^.{10,}\n$/)
  })

  it('privacy: shows all that is kept of a person, and erases it for good, on every channel', async () => {
    const mark = 'Nguyễn Thị Phượng Hoàng'
    const citizen = telegram.citizen()
    await walkBirthGuide(citizen)
    citizen.user.send(`tôi là ${mark} trên Telegram`)
    const web = createWebCitizen(telegram.server.address)
    await web.post({ text: `tôi là ${mark} trên web` })
    await web.hears('phần mềm')
    await installation.cli(['chat', '--as', 'hoang'], { input: `tôi là ${mark} trong cửa sổ lệnh` })
    const chat = await lookIntoDatabase(installation, async (client) => {
      const { rows } = await client.query<{ chat: string }>(
        `select chat from conversation where channel = 'web' order by id desc limit 1`,
      )
      return rows[0]?.chat ?? ''
    })
    const others = telegram.citizen()
    await others.says('/start 1_001193', 'Bước 1/')
    for (const identity of [`telegram:${citizen.user.id}`, `web:${chat}`, 'terminal:hoang']) {
      await vi.waitFor(async () => {
        expect(JSON.stringify(await ask('privacy', 'export', '--identity', identity))).toContain(mark)
      }, patience)
      expect(await ask('privacy', 'erase', '--identity', identity)).toEqual({ identity, erased: 1 })
      const again = await installation.cli(['privacy', 'export', '--identity', identity])
      expect(again).toMatchObject({ code: 1, stdout: '' })
    }
    const everything = await readEverything(installation)
    for (const trace of [mark, chat, 'hoang', String(citizen.user.id)])
      expect(everything).not.toContain(trace)
    expect(everything).toContain(String(others.user.id))
    expect(await web.history()).toEqual([])
    await citizen.says('giấy tờ của tôi', 'chưa làm xong hướng dẫn nào')
  })

  it('erases who asks for it in the web chat and in the terminal, after a yes', async () => {
    const web = createWebCitizen(telegram.server.address)
    await web.post({ text: 'tên cháu là Bạch Dương' })
    await web.post({ text: 'xóa dữ liệu của tôi' })
    await web.hears('Anh/chị chắc chắn chứ?')
    await web.post({ text: 'không' })
    await web.hears('giữ nguyên, không xóa gì')
    await web.post({ text: 'xoa du lieu cua toi' })
    await web.post({ text: '2' })
    await web.hears('Đã xóa mọi dữ liệu')
    const lines = ['tên cháu là Bạch Dương', 'xóa dữ liệu của tôi', 'Xóa hết']
    const { stdout } = await installation.cli(['chat', '--as', 'duong'], { input: lines.join('\n') })
    expect(stdout).toContain('Đã xóa mọi dữ liệu')
    await vi.waitFor(
      async () => expect(await readEverything(installation)).not.toContain('Bạch Dương'),
      patience,
    )
  })

  it('events: lists what was set aside, and runs it again in the running server', async () => {
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', 'Bước 1/')
    await citizen.says('1', 'Bước 2/')
    // As after three failures of its turn.
    const id = await lookIntoDatabase(installation, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `update inbox set status = 'set_aside', attempts = 3, failure = 'RangeError at turn.ts:1'
         where id = (select max(id) from inbox) returning id::text`,
      )
      return rows[0]?.id ?? ''
    })
    expect(await ask('events', 'list')).toMatchObject({
      events: [{ id, channel: 'telegram', attempts: 3, failure: 'RangeError at turn.ts:1' }],
    })
    expect((await installation.cli(['events', 'list'])).stdout).toContain(`${id}  telegram`)
    expect(await ask('events', 'retry', id)).toMatchObject({ id })
    await citizen.hears('Bước 3/')
    expect(await ask('events', 'list')).toEqual({ events: [] })
  })

  it('backup and restore: the conversation goes on in another installation, and what was erased stays so', async () => {
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', 'Bước 1/')
    await citizen.says('1', 'Bước 2/')
    const erased = telegram.citizen()
    await erased.says('/start 1_001193', 'Bước 1/')
    const file = join(installation.folder, 'motcua.backup')
    expect(await ask('backup', 'motcua.backup')).toMatchObject({ file })
    await ask('privacy', 'erase', '--identity', `telegram:${erased.user.id}`)
    const busy = await installation.cli(['restore', file, '--force'])
    expect(busy).toMatchObject({ code: 1, stderr: expect.stringMatching(/^.+\n$/) })

    expect(await telegram.server.stop()).toEqual({ code: 0, signal: null })
    const full = await installation.cli(['restore', file])
    expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') })
    expect(await ask('restore', file, '--force')).toMatchObject({ erased: 1 })
    expect(await readEverything(installation)).not.toContain(String(erased.user.id))

    const other = await createInstallation({ ...installation.settings, LOG_LEVEL: '' }, { embedded: true })
    Object.assign(other.settings, {
      DATABASE_URL: '',
      DATA_DIR: join(other.folder, 'data'),
      PORT: String(other.port),
    })
    try {
      const elsewhere = { DATA_DIR: join(other.folder, 'elsewhere') }
      const foreign = await other.cli(['restore', file], { env: elsewhere })
      expect(foreign).toMatchObject({ code: 2, stderr: expect.stringMatching(/^.*SECRET_KEY.*\n$/) })
      await mkdir(other.dataDir, { mode: 0o711 })
      await copyFile(join(installation.dataDir, 'secret'), join(other.dataDir, 'secret'))
      expect(await other.cli(['restore', file])).toMatchObject({ code: 0, stderr: '' })
      await other.start()
      citizen.user.send('k ạ')
      await citizen.hears('Bước 3/')
    } finally {
      await other.remove()
    }
  })

  it('works without the server, and leaves nothing running', async () => {
    expect(await ask('events', 'list')).toEqual({ events: [] })
    expect(await processesIn(installation)).toEqual([])
  })
})

import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'
import { copyCheckout } from './support/copy-checkout.ts'
import { processesIn } from './support/processes-in.ts'

const isRoot = process.getuid?.() === 0
/** `nobody`, an account that every system has and that owns nothing. */
const plain = { uid: 65_534, gid: 65_534 }
const canBePlain = isRoot && spawnSync(process.execPath, ['-e', ''], { ...plain, cwd: '/' }).status === 0

describe('where the server can live', { timeout: 180_000 }, () => {
  let checkout: Awaited<ReturnType<typeof copyCheckout>>
  const installations: Installation[] = []
  beforeAll(async () => {
    checkout = await copyCheckout()
  })
  afterEach(async () => {
    for (const installation of installations.splice(0)) await installation.remove()
  })
  afterAll(() => checkout.remove())

  async function install(...args: Parameters<typeof createInstallation>): Promise<Installation> {
    const installation = await createInstallation(...args)
    installations.push(installation)
    return installation
  }

  /** A start, a talk in the terminal, and an end: what has to work anywhere. */
  async function works(installation: Installation): Promise<void> {
    const server = await installation.start()
    const page = await fetch(`${server.address}/chat`)
    expect(await page.text()).toContain('<title>Trợ lý Một Cửa</title>')
    const talk = await installation.cli(['chat'], { input: 'em mới sinh cháu, muốn làm giấy khai sinh\n1\n' })
    expect(talk).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Bước 2/6') })
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(await processesIn(installation)).toEqual([])
    const again = await installation.cli(['chat'], { input: 'nhắc lại\n' })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Bước 2/6') })
  }

  it.skipIf(!canBePlain)('a checkout that cannot be written to, under a plain account', async () => {
    await chmodAll(checkout.folder, 0o555, 0o444)
    const before = await listAll(checkout.folder)
    const installation = await install({}, { embedded: true, checkout: checkout.folder, account: plain })
    await works(installation)
    expect((await stat(join(installation.dataDir, 'secret'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(installation.dataDir, 'postgres'))).uid).toBe(plain.uid)
    expect(await listAll(checkout.folder)).toEqual(before)
    await chmodAll(checkout.folder, 0o755, 0o644)
  })

  it.skipIf(!canBePlain)('not under an account without a name, which is told', async () => {
    const nameless = { uid: 23_456, gid: 23_456 }
    const installation = await install({}, { embedded: true, checkout: checkout.folder, account: nameless })
    const { code, stderr } = await installation.startInVain()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^PostgreSQL .*23456.*DATABASE_URL\n$/)
  })

  it.skipIf(!isRoot)('under root, PostgreSQL being another account’s', async () => {
    const installation = await install({}, { embedded: true })
    await works(installation)
    expect((await stat(join(installation.dataDir, 'secret'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(installation.dataDir, 'postgres'))).uid).not.toBe(0)
  })

  it('a data folder so deep that no socket could lie in it, with spaces and Vietnamese in its name', async () => {
    const installation = await install({}, { embedded: true })
    const deep = join(installation.folder, ...Array<string>(12).fill('thư mục rất sâu của phường'), 'data')
    installation.settings.DATA_DIR = deep
    expect(deep.length).toBeGreaterThan(300)
    await works(installation)
  })

  describe('a data file that is broken: the start is refused, with the file and the line', () => {
    const broken = 'field_of_nobody: [1\n'
    const cases: [file: string, spoil: (text: string) => string, line?: (text: string) => number][] = [
      [
        'knowledge/procedures/data/1.001193.yaml',
        (text) => `${text}field_of_nobody: 1\n`,
        (text) => text.split('\n').length,
      ],
      ['knowledge/procedures/data/1.001193.yaml', (text) => text.replace(/^(.*\n){9}/, `$&${broken}`)],
      ['knowledge/procedures/data/3.000722.yaml', () => ''],
      ['knowledge/procedures/data/2.000815.yaml', () => '\u0000\ufffd\u0001PK'],
      ['knowledge/matching/data/intents.yaml', (text) => `${text}\n- [\n`],
      ['knowledge/matching/data/synonyms.yaml', (text) => text.replace(/\n/, `\n${broken}`)],
      ['knowledge/calendar/data/holidays.yaml', (text) => `${text}  2027-02-30: { day: closed }\n`],
      ['knowledge/calendar/data/office-hours.yaml', () => 'x: 1\n'],
      ['knowledge/units/data/service-points.yaml', (text) => `${text}\n${broken}`],
      ['knowledge/units/data/units.json', (text) => text.slice(0, text.length / 2)],
      ['bots/texts/vi.yaml', (text) => `${text}${broken}`],
      ['bots/texts/commands.yaml', () => 'x: 1\n'],
      [
        'bots/texts/en.yaml',
        (text) => text.replace(/^noted: .*$/m, 'noted: Noted.'),
        (text) => text.slice(0, text.indexOf('\nnoted: ')).split('\n').length + 1,
      ],
    ]
    let installation: Installation
    beforeAll(async () => {
      installation = await createInstallation({}, { embedded: true, checkout: checkout.folder })
    })
    afterAll(() => installation.remove())

    it.each(cases.map(([file, spoil, line], nth) => ({ nth, file, spoil, line })))(
      '$nth $file',
      async ({ file, spoil, line }) => {
        const path = join(checkout.folder, file)
        const text = await readFile(path, 'utf8')
        await writeFile(path, spoil(text))
        try {
          const { code, stderr } = await installation.startInVain()
          expect(code).toBe(1)
          const last = stderr.trimEnd().split('\n').at(-1) ?? ''
          expect(last).toContain(`${file.split('/').at(-1)}:${line?.(text) ?? ''}`)
          expect(last).toMatch(/\.(yaml|json):\d+: ./)
          expect(stderr).not.toContain('    at ')
          expect(await processesIn(installation)).toEqual([])
        } finally {
          await writeFile(path, text)
        }
      },
    )

    it('and `procedures check` tells it as well', async () => {
      const path = join(checkout.folder, 'knowledge/procedures/data/1.001193.yaml')
      const text = await readFile(path, 'utf8')
      await writeFile(path, `${text}field_of_nobody: 1\n`)
      const { code, stdout } = await installation.cli(['procedures', 'check', '--json'])
      await writeFile(path, text)
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({
        errors: [expect.stringMatching(/1\.001193\.yaml:\d+: .*field_of_nobody/)],
      })
    })
  })

  it('a bad file of the operator’s own is set aside, named in /healthz, and stops nothing', async () => {
    const installation = await install()
    const own = join(installation.folder, 'facts')
    await mkdir(own)
    await writeFile(
      join(own, 'service-points.yaml'),
      'units:\n  hoan-kiem:\n    one_stop:\n      address: 5 phố Thử\n      map_url: https://example.org/ban-do\n',
    )
    await writeFile(join(own, 'holidays.yaml'), 'days:\n  2026-13-45: { day: closed }\n')
    const server = await installation.start({ KNOWLEDGE_DIR: own })
    const { status, parts } = await server.health()
    expect({ status, knowledge: parts.knowledge }).toMatchObject({
      status: 'degraded',
      knowledge: { status: 'degraded', detail: expect.stringMatching(/holidays\.yaml/) },
    })
    // Should it ask back which birth certificate is meant, the first is.
    const input = 'gặp cán bộ\nlàm giấy khai sinh nộp ở đâu\n1\n'
    const talk = await installation.cli(['chat'], { input, env: { KNOWLEDGE_DIR: own } })
    expect(talk.stdout).toContain('5 phố Thử')
    expect(talk.stdout).toContain('https://example.org/ban-do')
  })
})

async function listAll(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true }))
    .filter((name) => !name.startsWith('node_modules'))
    .sort()
}

async function chmodAll(folder: string, folders: number, files: number): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await chmodAll(path, folders, files)
    else if (entry.isFile()) await chmod(path, files)
  }
  await chmod(folder, folders)
}

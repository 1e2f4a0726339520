import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { loadProcedures } from './load-procedures.ts'
import { builtInProcedures, readProcedureSources } from './read-sources.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

const sources = await readProcedureSources(builtInProcedures)
const birth = sources.find(({ name }) => name.endsWith('1.001193.yaml'))?.text ?? ''

/** What loading says of the built-in birth registration after a change to its text. */
async function complaintsAfter(change: (text: string) => string, file = '1.001193.yaml') {
  const folder = await mkdtemp(join(tmpdir(), 'procedures-'))
  folders.push(folder)
  await writeFile(join(folder, file), change(birth))
  const error = await loadProcedures(folder).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'bad_data' })
  return (error as AppError).message.replaceAll(`${folder}/`, '')
}

/** The line, from 1, on which a text first stands. */
function lineOf(text: string, part: string) {
  return text.slice(0, text.indexOf(part)).split('\n').length
}

describe('loadProcedures', () => {
  it('loads what comes with the assistant', async () => {
    const { catalogue } = await loadProcedures(builtInProcedures)
    expect(catalogue.codes).toHaveLength(120)
    expect(catalogue.find('1.001193', today)?.short.vi).toBe('Giấy khai sinh')
  })

  it('names file and line of corrupt YAML', async () => {
    const broken = birth.replace('    papers:', '    papers: [')
    const message = await complaintsAfter(() => broken)
    expect(message).toMatch(/^1\.001193\.yaml:\d+: /)
    const line = Number(message.split(':')[1])
    expect(line).toBeGreaterThanOrEqual(lineOf(broken, '    papers: ['))
  })

  it('names the line of a field with a wrong value', async () => {
    const broken = birth.replace('unit: same_day', 'unit: fortnight')
    const message = await complaintsAfter(() => broken)
    expect(message).toContain(`1.001193.yaml:${lineOf(broken, 'unit: fortnight')}: versions.0.times.0.unit: `)
  })

  it('names the line of a field that does not exist', async () => {
    const broken = birth.replace('        form: shown', '        shape: shown')
    const message = await complaintsAfter(() => broken)
    expect(message).toContain(`:${lineOf(broken, 'shape: shown')}: versions.0.papers.6.shape: no such field`)
    expect(message).toContain('versions.0.papers.6.form: ')
  })

  it('names the line of a condition on a question that is not asked', async () => {
    const broken = birth.replace('giay_chung_sinh: lam_chung', 'giay_chung_sinhh: lam_chung')
    const message = await complaintsAfter(() => broken)
    const line = lineOf(broken, 'giay_chung_sinhh')
    expect(message).toBe(
      `1.001193.yaml:${line}: versions.0.papers.2.when.giay_chung_sinhh: no question "giay_chung_sinhh" is asked before this`,
    )
  })

  it('collects the errors of all files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'procedures-'))
    folders.push(folder)
    await writeFile(join(folder, '1.001193.yaml'), birth.replace('unit: same_day', 'unit: fortnight'))
    await writeFile(join(folder, '9.999999.yaml'), 'code: "9.999999"\n')
    const error = await loadProcedures(folder).catch((thrown: unknown) => thrown)
    expect((error as AppError).message).toMatch(/1\.001193\.yaml:\d+: .*; .*9\.999999\.yaml:1: /)
  })

  it.each([
    ['empty', ''],
    ['a list', '- 1\n'],
    ['a lone scalar', 'xin chào'],
    ['binary', '\u0000\u0001'],
    ['an alias without an anchor', 'code: *nothing\n'],
    ['two documents', 'code: "1.000001"\n---\ncode: "1.000002"\n'],
    ['the same key twice', 'code: "1.000001"\ncode: "1.000002"\n'],
    ['very deep', `code: ${'['.repeat(2000)}`],
  ])('says what is wrong with a file that is %s', async (_, text) => {
    expect(await complaintsAfter(() => text)).toMatch(/^1\.001193\.yaml:\d+: /)
  })

  it('refuses a folder that is not there', async () => {
    await expect(loadProcedures('/nowhere/at/all')).rejects.toMatchObject({ code: 'bad_data' })
  })

  it('refuses a file that is not named by its code', async () => {
    expect(await complaintsAfter((text) => text, 'khai-sinh.yaml')).toMatch(/^khai-sinh\.yaml:2: code: /)
  })
})

/** What an operator's files make of the built-in procedures. */
async function withOwn(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'own-'))
  folders.push(folder)
  await mkdir(join(folder, 'procedures'))
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'procedures', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const { catalogue, problems } = await loadProcedures(builtInProcedures, folder)
  return { catalogue, problems: problems.map((line) => line.replace(`${folder}/`, '')) }
}

/** Nine levels of nine aliases each: a billion entries when spelt out. */
const bomb = [
  'a: &a [x]',
  ...'bcdefghi'
    .split('')
    .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]`),
].join('\n')

describe("an operator's own procedures", () => {
  it('correct a known one field by field and leave the rest, and the other versions, alone', async () => {
    const { catalogue, problems } = await withOwn({
      '1.001193.yaml': `code: "1.001193"
short: { vi: Khai sinh ở phường ta }
versions:
  "2026-01-01":
    papers:
      giay_chung_sinh: null
      so_phieu: { name: { vi: Số phiếu hẹn, en: Queue ticket }, form: shown }
`,
    })
    expect(problems).toEqual([])
    const found = catalogue.find('1.001193', today)
    expect(found?.short).toEqual({ vi: 'Khai sinh ở phường ta', en: 'Birth certificate' })
    const papers = found?.papers.map(({ id }) => id)
    expect(papers).not.toContain('giay_chung_sinh')
    expect(papers?.at(-1)).toBe('so_phieu')
    expect(found?.fees.length).toBeGreaterThan(2)
  })

  it('add a new one, be found by it, and take the place of an old code', async () => {
    const added = birth
      .replaceAll('1.001193', 'local.so-tiem')
      .replace('replaces: []', 'replaces: ["9.000001"]')
    const { catalogue, problems } = await withOwn({ 'local.so-tiem.yaml': added })
    expect(problems).toEqual([])
    expect(catalogue.find('9.000001', today)?.code).toBe('local.so-tiem')
    expect(catalogue.codes).toHaveLength(121)
  })

  it('are taken together when they need each other, whatever else is broken', async () => {
    const guide = (code: string, to: string) =>
      birth.replaceAll('1.001193', code).replace('leads_to: "2.000528"', `leads_to: "${to}"`)
    const { catalogue, problems } = await withOwn({
      'local.a.yaml': guide('local.a', 'local.b'),
      'local.b.yaml': guide('local.b', '2.000528'),
      'local.c.yaml': 'code: [',
    })
    expect(problems).toEqual([expect.stringMatching(/^procedures\/local\.c\.yaml:1: /)])
    expect(catalogue.codes).toEqual(expect.arrayContaining(['local.a', 'local.b']))
  })

  it('harm no other when one of them spoils a built-in one', async () => {
    const { catalogue, problems } = await withOwn({
      '1.000656.yaml': 'code: "1.000656"\nreplaces: ["1.001193"]\n',
      '1.000894.yaml': 'code: "1.000894"\nshort: { vi: Kết hôn ở đây }\n',
    })
    expect(problems).toEqual([
      expect.stringMatching(
        /^procedures\/1\.000656\.yaml:1: with it, .*1\.001193 is named by another file too/,
      ),
    ])
    expect(catalogue.find('1.000894', today)?.short.vi).toBe('Kết hôn ở đây')
  })

  it.each([
    ['a zero byte', 'short: { vi: "Khai\\0 sinh" }', 'a character that cannot be stored'],
    ['half a character', 'short: { vi: "Khai \\ud800" }', 'a character that cannot be stored'],
    ['letters turned round', 'short: { vi: "Khai \\u202e sinh" }', 'a character that cannot be stored'],
    ['a script for an address', 'url: "javascript:alert(1)"', 'url: '],
    [
      'a hundred thousand fields',
      Array.from({ length: 9000 }, (_, at) => `x${at}: 1`).join('\n'),
      'no such field',
    ],
    ['more than anybody writes', `# ${'x'.repeat(250_000)}`, 'longer than 200000 characters'],
    ['aliases that unfold without end', bomb, 'its aliases'],
  ])('cannot hold %s', async (_, text, complaint) => {
    const { problems } = await withOwn({ '1.001193.yaml': `code: "1.001193"\n${text}\n` })
    expect(problems).toEqual([expect.stringContaining(complaint)])
  })

  it('are named when they cannot be read', async () => {
    const { catalogue, problems } = await withOwn({
      '1.000894.yaml/x': '',
      '1.000656.yaml': 'code: "1.000656"\nshort: { vi: Báo tử }\n',
    })
    expect(problems).toEqual([expect.stringMatching(/^procedures\/1\.000894\.yaml:1: cannot be read/)])
    expect(catalogue.find('1.000656', today)?.short.vi).toBe('Báo tử')
  })

  it('are set aside one by one when they are wrong, with file and line', async () => {
    const { catalogue, problems } = await withOwn({
      '1.000656.yaml': 'code: "1.000656"\nshort: { vi: Báo tử }\n',
      '1.000894.yaml': 'code: "1.000894"\n\nshort: { vi: "Ồn ào!" }\n',
      '1.001193.yaml': 'code: "1.001193"\nversions:\n  "2026-01-01":\n    papers:\n      la: { copies: 0 }\n',
      'x.yaml': 'a: [',
    })
    expect(problems).toEqual([
      expect.stringMatching(/^procedures\/1\.000894\.yaml:3: short\.vi: has an exclamation mark/),
      expect.stringMatching(/^procedures\/1\.001193\.yaml:\d+: versions\.0\.papers\.\d+/),
      expect.stringMatching(/^procedures\/x\.yaml:1: /),
    ])
    expect(catalogue.find('1.000656', today)?.short.vi).toBe('Báo tử')
    expect(catalogue.find('1.000894', today)?.short.vi).toBe('Đăng ký kết hôn')
  })
})

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInProcedures, readProcedureSources } from '../../knowledge/procedures/read-sources.ts'
import { checkData } from './procedures-check.ts'

const { exitCode } = process
afterEach(() => {
  process.exitCode = exitCode
})

const builtIn = await readProcedureSources(builtInProcedures)
const template = await readProcedureSources(join(builtInProcedures, '..')).then(
  (files) => files.find(({ name }) => name.endsWith('template.yaml'))?.text ?? '',
)

interface Checked {
  count: number
  errors: string[]
  warnings: string[]
}

/** Checks with these files in the ward's folder. */
async function check(files: Record<string, string>, { own = false, at = '2026-11-21' } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'check-'))
  const knowledgeDir = join(dataDir, 'knowledge')
  await mkdir(join(knowledgeDir, 'procedures'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(knowledgeDir, name), text)
  const printed: { result: unknown; said: string }[] = []
  process.exitCode = 0
  await checkData(
    {
      config: { units: ['hoan-kiem'], knowledgeDir, dataDir },
      clock: { now: () => Temporal.Instant.from(`${at}T10:00+07:00`) },
      print: (result, said) => printed.push({ result, said }),
    },
    { own },
  )
  const [{ result, said } = { result: undefined, said: '' }] = printed
  return { ...(result as Checked), said, failed: process.exitCode !== 0, folder: knowledgeDir }
}

const ward = { 'procedures/local.x.yaml': template.replaceAll('CODE', 'local.x') }

describe('procedures check', { timeout: 180_000 }, () => {
  it("counts the ward's own procedures, and lists their doubts by their own path", async () => {
    const { count, errors, warnings, failed, folder } = await check(ward)
    expect({ count, errors, failed }).toEqual({ count: builtIn.length + 1, errors: [], failed: false })
    const ofOwn = warnings.filter((one) => one.startsWith(`${join(folder, 'procedures/local.x.yaml')}:`))
    expect(ofOwn).toContainEqual(expect.stringMatching(/:\d+: fees: not verified$/))
  })

  it('lists whose business others are that nobody has verified, and ends with how many there are of each kind', async () => {
    const { said, warnings } = await check({})
    expect(warnings).toContainEqual(
      expect.stringMatching(/\/referrals\.yaml:\d+: vneid_trouble: not verified$/),
    )
    const end = said.split('\n').filter((line) => !/^(warning|error) /.test(line))
    expect(end.at(-1)).toBe(`${builtIn.length} procedures, 0 errors, ${warnings.length} warnings`)
    const counts = end.flatMap((line) => /^ +(\d+) {2}/.exec(line)?.slice(1) ?? [])
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(warnings.length)
    expect(end).toContainEqual(expect.stringContaining('fees, times or deadlines that nobody has verified'))
    expect(end).toContainEqual(expect.stringContaining('3  for the ward to confirm'))
  })

  it('--own: only its own files and what it has to confirm', async () => {
    const { warnings, said, folder } = await check(
      { ...ward, 'referrals.yaml': 'water:\n  verified: false\n' },
      { own: true },
    )
    const elsewhere = warnings.filter((line) => !line.startsWith(`${folder}/`))
    expect(elsewhere).toEqual([
      expect.stringContaining('hotline: nobody has confirmed'),
      expect.stringContaining(
        'office-hours.yaml: one_stop: nobody has confirmed the opening hours of hoan-kiem',
      ),
      expect.stringContaining('office-hours.yaml: police: nobody'),
    ])
    expect(warnings).toContain(`${join(folder, 'referrals.yaml')}:2: water: not verified`)
    expect(said.split('\n').length).toBeLessThan(40)
  })

  it('--own: nothing is left once everything is confirmed, until a check date has passed', async () => {
    const hours =
      "{ working_day: [{ from: '08:00', to: '17:00' }], saturday: [], verified: true, source: Thông báo }"
    const confirmed = {
      'service-points.yaml': 'hotline: { verified: true }\n',
      'office-hours.yaml': `units: { hoan-kiem: { one_stop: ${hours}, police: ${hours} } }\n`,
    }
    expect((await check(confirmed, { own: true })).warnings).toEqual([])
    const late = await check(confirmed, { own: true, at: '2030-01-01' })
    expect(late.warnings.length).toBeGreaterThan(100)
    expect(late.warnings.filter((line) => !line.includes('was to be checked again by'))).toEqual([])
  })

  it('fails for each of its files that is not used, and says why once', async () => {
    const { errors, failed } = await check({
      'procedures/1.001193.yaml': 'code: "1.001193"\nname: 1\n',
      'referrals.yaml': 'water: { colour: red }\n',
      'ofice-hours.yaml': '{}\n',
    })
    expect(failed).toBe(true)
    expect([...errors].sort()).toEqual([
      expect.stringMatching(/ofice-hours\.yaml: no file of this name is read/),
      expect.stringMatching(/procedures\/1\.001193\.yaml:2: name: /),
      expect.stringMatching(/referrals\.yaml:1: water\.colour: no such field/),
    ])
  })
})

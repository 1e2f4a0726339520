import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { newState } from '../bots/dialogue/new-state.ts'
import { turn } from '../bots/dialogue/turn.ts'
import { builtInProcedures } from '../knowledge/procedures/read-sources.ts'
import type { Config } from './config.ts'
import { type KnowledgeKeeper, keepKnowledge } from './keep-knowledge.ts'
import { createLog } from './log.ts'

const instant = (at: string) => Temporal.Instant.from(`${at}+07:00`)
const keepers: KnowledgeKeeper[] = []
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.stop()
})

async function start(at = '2026-11-19T10:00') {
  const dataDir = await mkdtemp(join(tmpdir(), 'keeper-'))
  const knowledgeDir = join(dataDir, 'knowledge')
  await mkdir(join(knowledgeDir, 'procedures'), { recursive: true })
  const clock = { at: instant(at), now: () => clock.at }
  const timer: { tick: () => void } = { tick: () => {} }
  const open = async () => {
    const keeper = await keepKnowledge({
      config: { dataDir, knowledgeDir, units: ['hoan-kiem'] } as unknown as Config,
      clock,
      log: createLog('silent'),
      every(_, run) {
        timer.tick = run
        return { stop: () => {} }
      },
    })
    keepers.push(keeper)
    return keeper
  }
  const keeper = await open()
  const write = (name: string, text: string) => writeFile(join(knowledgeDir, name), text)
  /** The timer fires; whatever that began is over when the condition holds. */
  const until = async (condition: () => void) => {
    await vi.waitFor(
      () => {
        timer.tick()
        condition()
      },
      { timeout: 60_000, interval: 50 },
    )
  }
  return {
    keeper,
    write,
    until,
    clock,
    open,
    folder: knowledgeDir,
    remove: (name: string) => rm(join(knowledgeDir, name)),
  }
}

const wordingOf = (said: string) => `events:
  hoc_nghe:
    name: { vi: Học nghề, en: Training }
    says: ["${said}"]
    steps:
      - { code: "1.001193", why: { vi: a, en: b } }
      - { code: "1.000656", why: { vi: a, en: b } }
`
const hotline = (number: string) => `hotline: { number: "${number}" }\n`

describe('the keeper of what is known', { timeout: 180_000 }, () => {
  it('takes up a file that appears, changes and goes, without a restart', async () => {
    const { keeper, write, until, remove } = await start()
    const builtIn = keeper.current().hotline
    await write('service-points.yaml', hotline('024 1111 1111'))
    await until(() => expect(keeper.current().hotline).toBe('024 1111 1111'))
    await write('service-points.yaml', hotline('024 2222 2222 22'))
    await until(() => expect(keeper.current().hotline).toBe('024 2222 2222 22'))
    await remove('service-points.yaml')
    await until(() => expect(keeper.current().hotline).toBe(builtIn))
    expect(keeper.state()).toEqual({ status: 'ok' })
  })

  it('keeps the last good copy of a file that is spoilt, names it, and lets the others change', async () => {
    const { keeper, write, until, open } = await start()
    await write('service-points.yaml', hotline('024 1111 1111'))
    await until(() => expect(keeper.current().hotline).toBe('024 1111 1111'))
    await write('service-points.yaml', 'hotline: { number: [')
    await write('procedures/1.001193.yaml', 'code: "1.001193"\nshort: { vi: Khai sinh ở đây }\n')
    const shortName = (of: KnowledgeKeeper) =>
      of.current().parts.catalogue.find('1.001193', Temporal.PlainDate.from('2026-11-19'))?.short.vi
    await until(() => expect(shortName(keeper)).toBe('Khai sinh ở đây'))
    expect(keeper.current().hotline).toBe('024 1111 1111')
    expect(keeper.state()).toEqual({
      status: 'degraded',
      detail: expect.stringMatching(/knowledge\/service-points\.yaml:1: /),
    })
    // A restart finds the same: the copy is on the disk.
    const again = await open()
    expect(again.current().hotline).toBe('024 1111 1111')
    expect(again.state().status).toBe('degraded')
    expect(shortName(again)).toBe('Khai sinh ở đây')
  })

  it('has a copy of what is in force from its first moment', async () => {
    const { keeper, write } = await start()
    await write('service-points.yaml', hotline('024 1111 1111'))
    const reading = keeper.reload()
    await vi.waitFor(() => expect(keeper.current().hotline).toBe('024 1111 1111'), { interval: 1 })
    await write('service-points.yaml', 'hotline: { number: [')
    await reading
    await keeper.reload()
    expect(keeper.state().status).toBe('degraded')
    expect(keeper.current().hotline).toBe('024 1111 1111')
  })

  it('names a file that cannot be read and keeps its last good copy', async () => {
    const { keeper, write, until, folder } = await start()
    await write('service-points.yaml', hotline('024 1111 1111'))
    await until(() => expect(keeper.current().hotline).toBe('024 1111 1111'))
    // A folder in its place can be read by nobody, whoever runs the test.
    await rm(join(folder, 'service-points.yaml'))
    await mkdir(join(folder, 'service-points.yaml'))
    await writeFile(join(folder, 'service-points.yaml', 'x'), '')
    await until(() => expect(keeper.state().detail).toContain('service-points.yaml: cannot be read'))
    expect(keeper.current().hotline).toBe('024 1111 1111')
  })

  it('follows links, and names a file that nobody reads', async () => {
    const { keeper, write, until, folder } = await start()
    await write('real.txt', hotline('024 3333 3333'))
    await symlink(join(folder, 'real.txt'), join(folder, 'service-points.yaml'))
    await until(() => expect(keeper.current().hotline).toBe('024 3333 3333'))
    await write('servicepoints.yml', hotline('024 4444 4444'))
    await until(() =>
      expect(keeper.state().detail).toMatch(/servicepoints\.yml: no file of this name is read/),
    )
    expect(keeper.current().hotline).toBe('024 3333 3333')
  })

  it('lets one file that breaks a built-in one harm no other, on the first start too', async () => {
    const { write, open } = await start()
    await write('service-points.yaml', hotline('024 5555 5555'))
    await write('procedures/1.001193.yaml', 'code: "1.001193"\nreplaces: ["1.000656"]\n')
    await write('life-events.yaml', wordingOf('học nghề ..'))
    const keeper = await open()
    expect(keeper.current().hotline).toBe('024 5555 5555')
    expect(keeper.current().problems).toEqual([
      expect.stringMatching(/knowledge\/procedures\/1\.001193\.yaml:\d+: /),
      expect.stringMatching(/knowledge\/life-events\.yaml:4: .*a wording begins and ends with a word/),
    ])
  })

  it('shares its copies with another process on the same data', async () => {
    const { keeper, write, open } = await start()
    const other = await open()
    for (const number of ['024 1000 0001', '024 1000 0002', '024 1000 0003']) {
      await write('service-points.yaml', hotline(number))
      await Promise.all([keeper.reload(), other.reload()])
      expect([keeper.current().hotline, other.current().hotline]).toEqual([number, number])
      expect([keeper.state().status, other.state().status]).toEqual(['ok', 'ok'])
    }
    await write('service-points.yaml', 'hotline: [')
    await keeper.reload()
    expect(keeper.state().status).toBe('degraded')
    expect(keeper.current().hotline).toBe('024 1000 0003')
  })

  it('builds no new matcher when nothing it is made from has changed', async () => {
    const { keeper, write } = await start()
    const before = keeper.current().match
    await write('service-points.yaml', hotline('024 1111 1111'))
    await keeper.reload()
    expect(keeper.current().match).toBe(before)
    await write('abbreviations.yaml', 'mượn bàn ghế: "mbg"\n')
    await keeper.reload()
    expect(keeper.current().match).not.toBe(before)
  })

  it('brings rules into force on their day, tells whoever is in the middle what changed, and keeps their answers', async () => {
    const { keeper, write, until, clock } = await start('2027-02-28T20:00')
    const file = parse(await readFile(join(builtInProcedures, '1.000894.yaml'), 'utf8'))
    const [before] = file.versions
    const question = {
      id: 'noi_nop',
      kind: 'choice',
      ask: {
        vi: 'Anh/chị nộp ở nơi mình ở hay nơi khác?',
        en: 'Will you file where you live, or elsewhere?',
      },
      choices: [
        { id: 'noi_o', label: { vi: 'Nơi mình ở', en: 'Where I live' } },
        { id: 'khac', label: { vi: 'Ở nơi khác', en: 'Elsewhere' } },
      ],
    }
    const changes = {
      vi: 'từ 1/3/2027 đăng ký kết hôn được ở bất kỳ đâu.',
      en: 'anywhere from 1 March 2027.',
    }
    const [first, ...others] = before.questions
    const after = { ...before, from: '2027-03-01', changes, questions: [first, question, ...others] }
    const own = {
      code: '1.000894',
      versions: { [before.from]: { until: '2027-02-28' }, '2027-03-01': after },
    }
    await write('procedures/1.000894.yaml', stringify(own))
    await until(() => expect(keeper.current().parts.catalogue.codes.length).toBeGreaterThan(100))
    await keeper.reload()
    expect(keeper.state()).toEqual({ status: 'ok' })

    const begun = turn(
      { ...newState('vi', false), met: true },
      { kind: 'start', payload: '1.000894' },
      keeper.current().knowledge,
      clock.at,
    )
    const frame = begun.state.frames[0]
    const answer = first.choices.find((choice: { leads_to?: string }) => !choice.leads_to)
    const answered = turn(
      begun.state,
      { kind: 'tap', ref: `g${frame?.run}.${first.id}.${answer.id}` },
      keeper.current().knowledge,
      clock.at,
    )
    expect(answered.state.frames[0]?.answers).toEqual({ [first.id]: answer.id })

    clock.at = instant('2027-03-01T08:00')
    const next = turn(
      answered.state,
      { kind: 'text', text: 'nhắc lại' },
      keeper.current().knowledge,
      clock.at,
    )
    const said = JSON.stringify(next.replies)
    expect(said).toContain('từ 1/3/2027 đăng ký kết hôn được ở bất kỳ đâu.')
    expect(next.state.frames[0]?.answers).toEqual({ [first.id]: answer.id })
    expect(said).toContain('Anh/chị nộp ở nơi mình ở hay nơi khác?')
  })

  it('warns 60 days before the calendar runs out, and goes on', async () => {
    const { keeper, clock } = await start('2027-10-31T10:00')
    expect(keeper.state()).toEqual({ status: 'ok' })
    clock.at = instant('2027-11-02T10:00')
    expect(keeper.state()).toEqual({
      status: 'degraded',
      detail: expect.stringContaining('holidays.yaml: no data after 2027-12-31'),
    })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadDossierFacts } from './load-dossier-facts.ts'

const folder = await mkdtemp(join(tmpdir(), 'dossier-facts-'))
afterAll(() => rm(folder, { recursive: true }))
const { facts } = await loadDossierFacts()

async function withOwn(files: Record<string, string>) {
  await Promise.all(
    ['dossier-statuses.yaml', 'dossier-rules.yaml'].map((name) =>
      writeFile(join(folder, name), files[name] ?? ''),
    ),
  )
  return loadDossierFacts(folder)
}

describe('the statuses of a dossier', () => {
  it('are the ten that are nationally defined', () => {
    expect(
      Object.entries(facts.statuses).map(([code, { name, clock, rank }]) => [code, name.vi, clock, rank]),
    ).toEqual([
      ['1', 'Mới đăng ký', 'not_started', 0],
      ['2', 'Được tiếp nhận', 'running', 1],
      ['3', 'Không được tiếp nhận', 'none', 3],
      ['4', 'Đang xử lý', 'running', 2],
      ['5', 'Yêu cầu bổ sung giấy tờ', 'paused', 2],
      ['6', 'Yêu cầu thực hiện nghĩa vụ tài chính', 'paused', 2],
      ['7', 'Công dân yêu cầu rút hồ sơ', 'stopped', 3],
      ['8', 'Dừng xử lý', 'stopped', 3],
      ['9', 'Đã xử lý xong', 'done', 3],
      ['10', 'Đã trả kết quả', 'closed', 4],
    ])
  })

  it.each([
    ['4', 4],
    ['04', 4],
    [' 10 ', 10],
    ['4.0', 4],
    ['Đang xử lý', 4],
    ['dang xu ly', 4],
    ['ĐANG XỬ LÝ', 4],
    ['Đang xử lý', 4],
    ['４', 4],
    ['5 - Yêu cầu bổ sung giấy tờ', 5],
    ['5. yêu cầu bổ sung', 5],
    ['Đã trả kết quả', 10],
    ['Finished', 9],
    ['Công dân yêu cầu rút hồ sơ', 7],
  ])('“%s” is %i', (text, status) => {
    expect(facts.statusOf(text)).toBe(status)
  })

  it.each([
    '',
    ' ',
    '0',
    '11',
    '4.5',
    '-4',
    '44',
    'xong',
    'hoàn thành',
    '4 - Đã trả kết quả',
    '=4',
    'x'.repeat(1e7),
  ])('“%.30s” is none', (text) => {
    expect(facts.statusOf(text)).toBeUndefined()
  })

  it('are each at a step of the way', () => {
    const at = Object.values(facts.statuses).map(({ step }) => facts.steps.findIndex(({ id }) => id === step))
    expect(at).toEqual([0, 1, 1, 2, 2, 2, 2, 2, 3, 4])
  })
})

describe('an operator’s own file', () => {
  it('is laid over the rules', async () => {
    const { facts, problems } = await withOwn({ 'dossier-rules.yaml': 'uncollected_after_days: [10]\n' })
    expect(problems).toEqual([])
    expect(facts.rules).toMatchObject({ uncollected_after_days: [10], discreet_channels: ['telegram'] })
  })

  it('teaches another wording', async () => {
    const own = 'statuses:\n  "9":\n    wordings: [hoàn thành]\n'
    expect((await withOwn({ 'dossier-statuses.yaml': own })).facts.statusOf('Hoàn thành')).toBe(9)
  })

  it.each([
    [
      'a wording of two statuses',
      'statuses:\n  "9":\n    wordings: [đang xử lý]\n',
      /:3: .*wordings.* is status 4 too/,
    ],
    ['a step that there is not', 'statuses:\n  "9":\n    step: nowhere\n', /:3: .*there is no step nowhere/],
    ['a status that there is not', 'statuses:\n  "11":\n    rank: 1\n', /:2: statuses.11: no such field/],
    ['a status without a name', 'statuses:\n  "9":\n    name: null\n', /:3: statuses.9.name: is missing/],
  ])('that has %s is set aside with a line that says why', async (_, own, why) => {
    const { facts, problems } = await withOwn({ 'dossier-statuses.yaml': own })
    expect(problems).toEqual([expect.stringMatching(why)])
    expect(facts.statusOf('đã xử lý')).toBe(9)
  })

  it.each([
    ['a third reminder', 'uncollected_after_days: [1, 2, 3]'],
    ['reminders out of order', 'uncollected_after_days: [21, 7]'],
    ['notices in the quiet hours', 'notice_hour: "06:00"'],
    ['a channel that there is not', 'discreet_channels: [pigeon]'],
  ])('that wants %s is set aside', async (_, own) => {
    const { facts, problems } = await withOwn({ 'dossier-rules.yaml': own })
    expect(problems).toEqual([expect.stringContaining('dossier-rules.yaml:1: ')])
    expect(facts.rules.uncollected_after_days).toEqual([7, 21])
  })
})

it('names each of two own files that are set aside', async () => {
  const { problems } = await withOwn({
    'dossier-statuses.yaml': 'statuses: 1\n',
    'dossier-rules.yaml': 'settle_seconds: soon\n',
  })
  expect(problems.map((problem) => problem.slice(folder.length + 1).split(':', 1)[0])).toEqual([
    'dossier-statuses.yaml',
    'dossier-rules.yaml',
  ])
})

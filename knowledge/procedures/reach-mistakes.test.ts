import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { checkProcedures } from './check-procedures.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const said = (vi: string) => ({ vi, en: vi })
const choice = (id: string, more: object = {}) => ({ id, label: said(`${id} này`), ...more })
const question = (id: string, choices: object[], more: object = {}) => ({
  id,
  kind: 'choice',
  ask: said(`${id}?`),
  choices,
  ...more,
})
const paper = (id: string, more: object = {}) => ({ id, name: said(id), form: 'original', ...more })

/** A file that is right, with these changes to its one version. */
function fileOf(version: object, code = 'local.thu') {
  const whole = {
    code,
    name: said('Thử'),
    short: said(`Thử ${code}`),
    aliases: ['thử'],
    field: said('Thử'),
    url: null,
    source: 'thử',
    checked: '2026-11-21',
    check_again: '2027-11-21',
    versions: [
      {
        from: '2026-01-01',
        until: null,
        questions: [question('a', [choice('co'), choice('khong')])],
        papers: [],
        fees: [],
        times: [],
        channels: { online: true, direct: true, post: null },
        where: said('đây'),
        office: 'one_stop',
        who: said('ai cũng được'),
        deadlines: [],
        result: said('giấy'),
        after: said('xong'),
        links: [],
        legal_basis: [],
        unverified: [],
        ...version,
      },
    ],
  }
  return { name: `${code}.yaml`, text: stringify(whole) }
}

const errorsOf = (...files: ReturnType<typeof fileOf>[]) => checkProcedures(files, today).errors

describe('what nobody can reach', () => {
  it('lets a right file pass', () => {
    expect(errorsOf(fileOf({ papers: [paper('p', { when: { a: 'co' } })] }))).toEqual([])
  })

  it('refuses a question that is never asked', () => {
    const b = question('b', [choice('co'), choice('khong')], { when: { a: 'co', not: { a: 'co' } } })
    const questions = [question('a', [choice('co'), choice('khong')]), b]
    expect(errorsOf(fileOf({ questions }))).toEqual([
      expect.stringMatching(/^local\.thu\.yaml:\d+: versions\.0\.questions\.1\.when: never holds/),
    ])
  })

  it('refuses a question behind an answer that leaves the guide', () => {
    const gone = choice('khong', { ends_with: said('Không làm ở đây.') })
    const questions = [
      question('a', [choice('co'), gone]),
      question('b', [choice('co'), choice('khong')], { when: { a: 'khong' } }),
    ]
    expect(errorsOf(fileOf({ questions }))).toEqual([
      expect.stringContaining('questions.1.when: never holds'),
    ])
  })

  it.each([
    ['a paper', { papers: [paper('p', { when: { a: 'co', not: { a: 'co' } } })] }, 'papers.0.when'],
    [
      'what replaces a paper',
      { papers: [paper('p', { not_needed: [{ when: { a: 'co', not: { a: ['co'] } }, why: said('x') }] })] },
      'papers.0.not_needed.0.when',
    ],
    [
      'a remark on a paper',
      { papers: [paper('p', { notes: [{ text: said('x'), when: { a: 'co', not: { a: 'co' } } }] })] },
      'papers.0.notes.0.when',
    ],
    [
      'a note',
      { notes: [{ text: said('x'), when: { any_of: [{ a: 'co', not: { a: 'co' } }] } }] },
      'notes.0.when',
    ],
  ])('refuses %s whose condition can never hold', (_, version, path) => {
    expect(errorsOf(fileOf(version))).toEqual([expect.stringContaining(`${path}: never holds`)])
  })

  it('refuses bounds of a date that leave no day', () => {
    const questions = [{ id: 'ngay', kind: 'date', ask: said('ngày?') }]
    const papers = [paper('p', { when: { ngay: { days_ago_at_least: 10, days_ago_at_most: 5 } } })]
    expect(errorsOf(fileOf({ questions, papers }))).toEqual([
      expect.stringContaining('papers.0.when: never holds'),
    ])
  })

  it('refuses a choice that is only said in the words of another', () => {
    const questions = [
      question('a', [choice('co', { says: ['dạ có'] }), choice('khong', { says: ['Dạ có'] })]),
    ]
    expect(errorsOf(fileOf({ questions }))).toEqual([
      expect.stringContaining('"Dạ có" is said for the choice "co" too, so nobody can pick this one by it'),
    ])
  })

  it('refuses two guides that send a case to each other for ever, and lets a new question break the circle', () => {
    const to = (code: string) => ({
      questions: [question('a', [choice('co', { leads_to: code }), choice('khong')])],
      links: [{ code, name: said('kia'), why: said('vì'), kind: 'instead' }],
    })
    const errors = errorsOf(fileOf(to('local.kia'), 'local.nay'), fileOf(to('local.nay'), 'local.kia'))
    expect(errors[0]).toMatch(
      /^local\.nay\.yaml:\d+: .*leads in a circle: local\.nay → local\.kia → local\.nay$/,
    )
    const asked = {
      ...to('local.nay'),
      questions: [question('b', [choice('co', { leads_to: 'local.nay' }), choice('khong')])],
    }
    expect(errorsOf(fileOf(to('local.kia'), 'local.nay'), fileOf(asked, 'local.kia'))).toEqual([])
  })

  it('finds a circle of today though a later law breaks it', () => {
    const to = (code: string) => ({
      questions: [question('a', [choice('co', { leads_to: code }), choice('khong')])],
      links: [{ code, name: said('kia'), why: said('vì'), kind: 'instead' }],
    })
    const today = parse(fileOf({ ...to('local.kia'), until: '2027-02-28' }, 'local.nay').text)
    const [before] = today.versions
    const changes = said('Nay khác.')
    today.versions.push({ ...before, from: '2027-03-01', until: null, changes, questions: [], links: [] })
    const file = { name: 'local.nay.yaml', text: stringify(today) }
    expect(errorsOf(file, fileOf(to('local.nay'), 'local.kia'))[0]).toContain('leads in a circle')
  })

  it('refuses a guide with more ways through than anybody can walk, and is not held up by it', () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      question(
        `q${at}`,
        ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => choice(id, at ? {} : { leads_to: 'local.kia' })),
      ),
    )
    const file = fileOf({
      questions: [
        question('z', [choice('co'), choice('khong', { leads_to: 'local.kia' })]),
        ...many.slice(1),
      ],
      papers: [paper('p', { when: { z: 'co', not: { z: 'co' } } })],
      links: [{ code: 'local.kia', name: said('kia'), why: said('vì'), kind: 'instead' }],
    })
    expect(errorsOf(file, fileOf({}, 'local.kia'))).toEqual([
      expect.stringContaining('more than 5000 ways through'),
    ])
  })

  it('wants a later version to say what it changes', () => {
    const file = fileOf({ until: '2027-02-28' })
    const later = file.text.slice(file.text.indexOf('  - from:')).replace('2026-01-01', '2027-03-01')
    const twice = { ...file, text: file.text + later.replace('2027-02-28', '2099-01-01') }
    expect(errorsOf(twice)).toEqual([
      expect.stringContaining('a later version says in `changes` what is new'),
    ])
  })
})

import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { checkProcedures } from './check-procedures.ts'
import { builtInProcedures, readProcedureSources } from './read-sources.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const sources = await readProcedureSources(builtInProcedures)

function textOf(code: string) {
  return sources.find(({ name }) => name.endsWith(`${code}.yaml`))?.text ?? ''
}

/** What the check says of one file after `from` became `to` where it first stands; `beside` it other files. */
function errorsWith(from: string, to: string, code = '1.001193', beside: string[] = []) {
  const text = textOf(code)
  expect(text).toContain(from)
  const others = beside.map((other) => ({ name: `${other}.yaml`, text: textOf(other) }))
  return checkProcedures([...others, { name: `${code}.yaml`, text: text.replace(from, to) }], today).errors
}

describe('checkProcedures', () => {
  it('finds nothing wrong with what comes with the assistant', () => {
    expect(checkProcedures(sources, today)).toMatchObject({ count: sources.length, errors: [] })
  })

  it('warns of everything unverified, with its line', () => {
    const { doubts } = checkProcedures(sources, today)
    const birth = doubts.filter(({ file }) => file.endsWith('/1.001193.yaml'))
    expect(birth).toContainEqual(
      expect.objectContaining({
        kind: 'facts',
        what: expect.stringContaining('fees: mức lệ phí khi đăng ký quá hạn tại Hà Nội chưa thấy'),
      }),
    )
    const lines = textOf('1.001193').split('\n')
    const fees = birth.filter(({ what }) => what === 'fees: not verified')
    expect(fees.map(({ kind, line }) => [kind, lines[line - 1]])).toEqual([
      ['amounts', expect.stringMatching(/^ {6}- /)],
      ['amounts', expect.stringMatching(/^ {6}- /)],
    ])
    expect(doubts).toContainEqual(
      expect.objectContaining({
        kind: 'papers',
        file: expect.stringMatching(/1\.000894\.yaml$/),
        what: expect.stringContaining('papers: giấy này có bắt buộc'),
      }),
    )
  })

  it('warns of a file from the day on that it was to be checked again', () => {
    const late = (on: string) =>
      checkProcedures(sources, Temporal.PlainDate.from(on)).doubts.filter(
        ({ file, kind }) => kind === 'overdue' && file.endsWith('/1.001193.yaml'),
      )
    expect(late('2027-02-19')).toEqual([])
    expect(late('2027-02-20')).toHaveLength(1)
  })

  it("counts the ward's own procedures, and names each doubt by the file that says it", () => {
    const ownText = textOf('1.001193')
      .replaceAll('"1.001193"', '"local.x"')
      .replace(/^replaces:.*$/m, '')
    const own = { name: '/own/local.x.yaml', text: ownText }
    const read = checkProcedures(sources, today)
    const fresh = checkProcedures(sources, today, [own])
    expect(fresh).toMatchObject({ count: read.count + 1, errors: [] })
    const ofOwn = fresh.doubts.filter(({ file }) => file === own.name)
    expect(ofOwn.map(({ kind, what }) => [kind, what])).toEqual(
      read.doubts.filter(({ file }) => file.endsWith('/1.001193.yaml')).map(({ kind, what }) => [kind, what]),
    )

    const correction = {
      name: '/own/1.001193.yaml',
      text: `code: "1.001193"
versions:
  "2026-01-01":
    papers:
      giay_chung_sinh: { unverified: { vi: hỏi lại bệnh viện, en: ask the hospital } }
    times:
      - { value: 1, unit: working_day, verified: false, source: Phường }
`,
    }
    const corrected = checkProcedures(sources, today, [correction])
    expect(corrected).toMatchObject({ count: read.count, errors: [] })
    expect(corrected.doubts.filter(({ file }) => file === correction.name)).toEqual([
      { kind: 'amounts', file: correction.name, line: 7, what: 'times: not verified' },
      { kind: 'papers', file: correction.name, line: 5, what: 'papers: hỏi lại bệnh viện' },
    ])
    // What the correction leaves as it was is still the other file's to say, at its line there.
    const before = read.doubts.filter(({ what }) => what === 'fees: not verified')
    expect(corrected.doubts.filter(({ what }) => what === 'fees: not verified')).toEqual(before)
  })

  it('says all that is wrong in one file of the ward on one line, and still judges the others', () => {
    const text = `code: "1.001193"
versions:
  "2026-01-01":
    papers:
      giay_chung_sinh: { when: { ket_hon: maybe } }
      to_khai: { form: paper, colour: red }
`
    const bad = { name: '/own/1.001193.yaml', text }
    const { errors, count } = checkProcedures(sources, today, [bad])
    expect(errors).toEqual([
      expect.stringMatching(
        /^\/own\/1\.001193\.yaml:6: versions\.0\.papers\.\d+\.form: .*; line 6: .*\.colour: no such field$/,
      ),
    ])
    expect(count).toBe(sources.length)
    const mended = { ...bad, text: text.replace(/.*to_khai.*\n/, '') }
    expect(checkProcedures(sources, today, [mended]).errors).toEqual([
      expect.stringMatching(/^\/own\/1\.001193\.yaml:5: .*has no choice "maybe"$/),
    ])
  })

  it.each([
    [
      'a choice that is not there',
      'ten_cha: co',
      'ten_cha: maybe',
      'question "ten_cha" has no choice "maybe"',
    ],
    [
      'a question asked only later',
      'ket_hon: chua\n        ask',
      'channel: online\n        ask',
      'no question "channel" is asked before this',
    ],
    [
      'bounds of a number for a date',
      'days_ago_at_most: 2190',
      'at_most: 2190',
      '"at_most" does not fit a date question',
    ],
    [
      'a comparison with a choice',
      'ket_hon: bo_roi',
      'ket_hon: { at_least: 1 }',
      '"at_least" does not fit a choice question',
    ],
    ['an empty comparison', '{ days_ago_at_most: 60 }', '{}', 'this comparison has no bounds'],
    ['a date compared with a choice', '{ days_ago_at_most: 60 }', 'co', 'a date question has no choices'],
    ['two questions of one id', '- id: lam_gop', '- id: ten_cha', 'the id "ten_cha" is used twice'],
    ['a deadline from nowhere', 'from: ngay_sinh', 'from: ngay_mat', 'there is no date question "ngay_mat"'],
    ['a deadline from a choice', 'from: ngay_sinh', 'from: ket_hon', 'there is no date question "ket_hon"'],
    ['a long label', 'vi: Gửi bưu điện', `vi: Gửi ${'x'.repeat(40)}`, 'is 44 characters long, 40 at most'],
    ['labels that begin alike', 'vi: Gửi bưu điện', 'vi: Đến bưu điện', 'same word as another choice: "đến"'],
    ['an exclamation mark', 'vi: Mang thai hộ', 'vi: Mang thai hộ!', 'has an exclamation mark'],
    ['a question that does not ask', 'cách nào?', 'cách nào', 'ends with a question mark'],
    [
      'decomposed Unicode',
      'vi: Gửi bưu điện',
      `vi: ${'Gửi bưu điện'.normalize('NFD')}`,
      'is not composed Unicode',
    ],
    [
      'a case that leads nowhere',
      'leads_to: "2.000528"',
      'leads_to: "9.999999"',
      '9.999999 has no file here and no link',
    ],
    ['a link to itself', 'code: "2.000635"', 'code: "1.001193"', 'a link to itself'],
    ['a link twice', 'code: "2.000635"', 'code: "1.004222"', '1.004222 is linked twice'],
    ['a version that ends before it begins', 'until: null', 'until: "2025-12-31"', 'ends before it begins'],
    [
      'a way of filing that is not possible',
      'post: true',
      'post: false',
      'channels says that "post" is not possible',
    ],
    ['an unknown way of filing', '- id: post', '- id: fax', '"channel" knows only online, direct and post'],
    [
      'an end twice',
      'leads_to: "2.000528"',
      'leads_to: "2.000528"\n            ends_with: { vi: a, en: b }',
      'exclude',
    ],
  ])('refuses %s', (_, from, to, complaint) => {
    const errors = errorsWith(from, to)
    expect(errors.some((line) => /^1\.001193\.yaml:\d+: /.test(line) && line.includes(complaint))).toBe(true)
  })

  it('refuses an id that means something else in another file', () => {
    const errors = errorsWith('- id: bo_roi', '- id: khac', '3.000722', ['1.001193'])
    expect(
      errors.some((line) =>
        line.includes('"ket_hon" is choice(chua|khac|roi) here but choice(bo_roi|chua|roi)'),
      ),
    ).toBe(true)
  })

  it('refuses a code that two files claim', () => {
    const errors = errorsWith('"2.000986"', '"1.001193"', '3.000722', ['1.001193'])
    expect(errors).toContainEqual(
      expect.stringMatching(/^3\.000722\.yaml:\d+: replaces\.0: 1\.001193 is named by another file too$/),
    )
  })

  it('refuses versions that overlap', () => {
    const text = textOf('2.000815')
    const second = text.slice(text.indexOf('  - from: ')).replace('"2026-01-01"', '"2027-01-01"')
    const { errors } = checkProcedures([{ name: '2.000815.yaml', text: text + second }], today)
    expect(errors).toContainEqual(
      expect.stringMatching(
        /^2\.000815\.yaml:\d+: versions\.0\.until: overlaps the version from 2027-01-01$/,
      ),
    )
  })

  it('refuses the way of filing anywhere but last', () => {
    const errors = errorsWith('- id: nguoi_lap', '- id: channel', '1.001612')
    expect(errors.some((line) => line.includes('the question "channel" comes last'))).toBe(true)
  })

  it('keeps the reference of every button within 48 bytes', () => {
    const longest = `g99.${'a'.repeat(20)}.${'a'.repeat(20)}`
    expect(Buffer.byteLength(longest)).toBeLessThanOrEqual(48)
    expect(errorsWith('- id: lam_gop', `- id: ${'a'.repeat(21)}`).length).toBeGreaterThan(0)
    expect(errorsWith('- id: gop', '- id: gộp').length).toBeGreaterThan(0)
  })
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from './load-calendar.ts'

const monday23 = Temporal.PlainDate.from('2026-11-23')
const thursday19 = Temporal.Instant.from('2026-11-19T10:00+07:00')

async function folderWith(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'calendar-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

describe('loadCalendar', () => {
  it('needs no folder of the operator, and no files in it', async () => {
    expect((await loadCalendar()).problems).toEqual([])
    expect((await loadCalendar(await folderWith({}))).problems).toEqual([])
    expect((await loadCalendar('/nowhere/at/all')).problems).toEqual([])
  })

  it('knows every closed day and worked Saturday of 2025 to 2027', async () => {
    const { calendar } = await loadCalendar()
    const unusual: string[] = []
    for (let day = Temporal.PlainDate.from('2025-01-01'); day.year < 2028; day = day.add({ days: 1 })) {
      const working = calendar.isWorkingDay(day)
      if (working !== day.dayOfWeek <= 5) unusual.push(`${working ? '+' : '-'}${day.toString().slice(2)}`)
    }
    expect(unusual.join(' ')).toBe(
      [
        '-25-01-01 -25-01-27 -25-01-28 -25-01-29 -25-01-30 -25-01-31 -25-04-07 +25-04-26 -25-04-30 -25-05-01',
        '-25-05-02 -25-09-01 -25-09-02',
        '-26-01-01 -26-01-02 +26-01-10 -26-02-16 -26-02-17 -26-02-18 -26-02-19 -26-02-20 -26-04-27 -26-04-30',
        '-26-05-01 +26-08-22 -26-08-31 -26-09-01 -26-09-02 -26-11-24',
        '-27-01-01 -27-02-04 -27-02-05 -27-02-08 -27-02-09 -27-02-10 -27-04-16 -27-04-30 -27-05-03 -27-09-02',
        '-27-09-03 -27-11-24',
      ].join(' '),
    )
    expect(calendar.coveredUntil.toString()).toBe('2027-12-31')
  })

  it('lets an operator close the proposed Monday by one word', async () => {
    const own = await folderWith({ 'holidays.yaml': 'days:\n  2026-11-23: { status: announced }\n' })
    const { calendar, problems } = await loadCalendar(own)
    expect(problems).toEqual([])
    expect(calendar.isWorkingDay(monday23)).toBe(false)
    const due = calendar.due(thursday19, { value: 5, unit: 'working_day' })
    expect([due.date.toString(), due.tentative]).toEqual(['2026-11-30', false])
  })

  it('lets an operator say that the proposed Monday is an ordinary one', async () => {
    const own = await folderWith({ 'holidays.yaml': 'days:\n  2026-11-23: null\n' })
    const { calendar } = await loadCalendar(own)
    expect(calendar.isWorkingDay(monday23)).toBe(true)
    expect(calendar.due(thursday19, { value: 5, unit: 'working_day' }).tentative).toBe(false)
  })

  it("lays an operator's opening hours over the built-in ones", async () => {
    const own = await folderWith({
      'office-hours.yaml': [
        'offices:',
        '  one_stop:',
        '    working_day: [{ from: "07:30", to: "12:00" }, { from: "13:00", to: "16:30" }]',
        '    verified: true',
        '    source: Quyết định của phường',
      ].join('\n'),
    })
    const { calendar } = await loadCalendar(own)
    expect(calendar.office('one_stop')).toEqual({
      said: {
        vi: 'các ngày làm việc từ 7 giờ 30 đến 12 giờ và từ 13 giờ đến 16 giờ 30',
        en: 'working days 7:30–12:00 and 13:00–16:30',
      },
      verified: true,
    })
    expect(calendar.office('police').verified).toBe(false)
    expect(calendar.due(thursday19, { value: 0, unit: 'same_day' }).at.toString()).toBe(
      '2026-11-19T09:30:00Z',
    )
  })

  it.each([
    ['no YAML', 'days: {', 'holidays.yaml:1: '],
    ['a field that is none', 'days:\n  2026-12-25: { day: closed, open: 1 }', 'holidays.yaml:2: '],
    ['a date that is none', 'days:\n  2026-11-23: null\n  2026-02-30: { day: closed }', 'holidays.yaml:3: '],
    [
      'a year without data',
      'days:\n  2030-01-01: { day: closed, status: announced, name: x, source: rule }',
      '2030 is not among',
    ],
    [
      'a closed Sunday',
      'days:\n  2026-11-22: { day: closed, status: announced, name: x, source: rule }',
      'closed anyway',
    ],
    [
      'a worked Monday',
      'days:\n\n  2026-11-16: { day: worked, status: announced, name: x, source: rule }',
      'holidays.yaml:3: ',
    ],
    [
      'an unknown source',
      'days:\n  2026-11-16: { day: closed, status: announced, name: x, source: me }',
      'no source "me"',
    ],
    ['years with a gap', 'years: [2025, 2026, 2027, 2029]', 'holidays.yaml:1: years.3: '],
    ['a list where a map is due', '- 1\n- 2', 'the file: '],
  ])('sets %s aside, says where, and goes on with the built-in days', async (_, text, expected) => {
    const { calendar, problems } = await loadCalendar(await folderWith({ 'holidays.yaml': text }))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(expected)
    expect(calendar.isWorkingDay(Temporal.PlainDate.from('2026-11-24'))).toBe(false)
  })

  it.each([
    ['"17:00", to: "08:00"', 'the times of a day follow one another'],
    ['"8h", to: "17:00"', 'HH:MM'],
  ])('sets impossible hours aside: %s', async (span, expected) => {
    const text = `offices:\n  police:\n    saturday: [{ from: ${span} }]\n`
    const { problems } = await loadCalendar(await folderWith({ 'office-hours.yaml': text }))
    expect(problems[0]).toContain('office-hours.yaml:3: ')
    expect(problems[0]).toContain(expected)
  })
})

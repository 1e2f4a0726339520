import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readDate } from './read-date.ts'

/** A Saturday. */
const today = Temporal.PlainDate.from('2026-11-21')

describe('readDate', () => {
  it.each([
    ['12/11/2026', '2026-11-12'],
    ['12-11-2026', '2026-11-12'],
    ['12.11.2026', '2026-11-12'],
    ['12 11 2026', '2026-11-12'],
    ['12112026', '2026-11-12'],
    ['2026-11-12', '2026-11-12'],
    ['１２/１１/２０２６', '2026-11-12'],
    ['12.11.26', '2026-11-12'],
    ['3/4/85', '1985-04-03'],
    ['12/11', '2026-11-12'],
    ['12-11', '2026-11-12'],
    ['12.11', '2026-11-12'],
    ['25/12', '2025-12-25'],
    ['21/11', '2026-11-21'],
    ['22/11', '2025-11-22'],
    ['12/11 năm ngoái', '2025-11-12'],
    ['29/2', '2024-02-29'],
    ['dạ cháu sinh ngày 12/11/2026 ạ', '2026-11-12'],
    ['ngày 12 tháng 11', '2026-11-12'],
    ['ngay 12 thang 11 nam 2026', '2026-11-12'],
    ['12 tháng 11, 2026', '2026-11-12'],
    ['ngày mười hai tháng mười một', '2026-11-12'],
    ['mùng 3 tháng 10', '2026-10-03'],
    ['mồng 3', '2026-11-03'],
    ['ngày 25', '2026-10-25'],
    ['ngày 31', '2026-10-31'],
    ['ngày 15 tháng trước', '2026-10-15'],
    ['ngày 15 tháng này', '2026-11-15'],
    ['hôm nay', '2026-11-21'],
    ['sáng nay', '2026-11-21'],
    ['hôm qua', '2026-11-20'],
    ['hom qua a', '2026-11-20'],
    ['tối qua', '2026-11-20'],
    ['hôm kia', '2026-11-19'],
    ['10 ngày trước', '2026-11-11'],
    ['mười ngày trước', '2026-11-11'],
    ['cách đây 3 ngày', '2026-11-18'],
    ['2 tuần trước', '2026-11-07'],
    ['tuần trước thứ hai', '2026-11-09'],
    ['thứ hai tuần trước', '2026-11-09'],
    ['thứ 5 tuần trước', '2026-11-12'],
    ['chủ nhật tuần trước', '2026-11-15'],
    ['thứ tư tuần này', '2026-11-18'],
    ['thứ hai vừa rồi', '2026-11-16'],
    ['thứ hai tuần sau', '2026-11-23'],
    ['ngày mai', '2026-11-22'],
    ['mai', '2026-11-22'],
    ['1 tuần nữa', '2026-11-28'],
    ['3 ngày nữa', '2026-11-24'],
    ['Nov 12', '2026-11-12'],
    ['November 12th, 2026', '2026-11-12'],
    ['12 Nov 2026', '2026-11-12'],
    ['12th of November', '2026-11-12'],
    ['yesterday', '2026-11-20'],
    ['the day before yesterday', '2026-11-19'],
    ['today', '2026-11-21'],
    ['tomorrow', '2026-11-22'],
    ['10 days ago', '2026-11-11'],
    ['a week ago', '2026-11-14'],
    ['last Monday', '2026-11-16'],
    ['in 3 days', '2026-11-24'],
    ['lúc 10 giờ ngày 12/11/2026', '2026-11-12'],
    ['hôm qua, 20/11', '2026-11-20'],
    ['cháu có giấy chứng sinh ngày 12/11/2026', '2026-11-12'],
    ['chau co giay chung sinh ngay 12/11/2026', '2026-11-12'],
    ['cháu sinh 12/11, chưa có tên', '2026-11-12'],
    ['chưa có tên, sinh hôm qua', '2026-11-20'],
    ['tháng 11 ngày 12', '2026-11-12'],
    ['tháng 11 ngày 12 năm 2025', '2025-11-12'],
    ['thứ năm, 12/11', '2026-11-12'],
    ['thứ 5 ngày 12/11/2026', '2026-11-12'],
    ['sáu ngày trước', '2026-11-15'],
    ['tám ngày trước', '2026-11-13'],
  ])('%s is %s', (text, date) => {
    const read = readDate(text, today)
    expect(read.ok ? read.date.toString() : read.reason).toBe(date)
  })

  it.each([
    '30/02',
    '30/2/2026',
    '29/02/2025',
    '31/4',
    '32/1',
    '0/5',
    '12/13/2026',
    '11/25/2026',
    'ngày 32',
    'ngày 31 tháng 6',
    '30 Feb',
    '12/11/0026',
  ])('%s is no day', (text) => {
    expect(readDate(text, today)).toEqual({ ok: false, reason: 'impossible' })
  })

  it.each([
    '',
    '   ',
    'abc',
    '12',
    '2026',
    'tháng 11',
    'tháng trước',
    'tuần trước',
    'năm ngoái',
    'khoảng 12/11',
    '12/11 hoặc 13/11',
    '12/11 và 13/11',
    'không phải 12/11',
    'mồng 3 tết',
    '12/11 âm lịch',
    'rằm tháng 8',
    'đầu tháng 11',
    '2 tháng trước',
    'thứ hai',
    '12/11?',
    '1.2.3.4',
    '12/11/202',
    'tháng giêng',
    '5 ngày',
    'hôm kìa',
    'about 12 Nov',
    '1/2/3/4',
    '9'.repeat(500),
    '12/11/2026 10',
    'sau ngày 12/11',
    'ngày 12 âm',
    'ngay 12 am',
    'mùng mười âm',
    'tầm 12/11',
    'chừng ngày 12/11',
    '12/11, không chắc',
    'chưa sinh, ngày 12/11 hoặc 13/11',
    'không phải, 13/11 chưa',
    'thứ sáu, 12/11',
  ])('%j is unclear', (text) => {
    expect(readDate(text, today)).toEqual({ ok: false, reason: 'unclear' })
  })

  /** A Thursday. */
  const thursday = Temporal.PlainDate.from('2026-11-19')

  it.each([
    ['ngày 25', '2026-11-25'],
    ['ngày 19', '2026-12-19'],
    ['ngày 5', '2026-12-05'],
    ['mười tháng mười hai', '2026-12-10'],
    ['10/12', '2026-12-10'],
    ['12/11', '2027-11-12'],
    ['12/11/2026', '2026-11-12'],
    ['29/2', '2028-02-29'],
    ['Dec 10', '2026-12-10'],
    ['thứ sáu', '2026-11-20'],
    ['thu sau', '2026-11-20'],
    ['thứ 5', '2026-11-26'],
    ['chủ nhật nhé', '2026-11-22'],
    ['t2', '2026-11-23'],
    ['on Friday', '2026-11-20'],
    ['hôm qua', '2026-11-18'],
    ['mai', '2026-11-20'],
    ['thứ hai tuần sau', '2026-11-23'],
    ['tháng 12 ngày 10', '2026-12-10'],
  ])('towards the future %s is %s', (text, date) => {
    const read = readDate(text, thursday, { towards: 'future' })
    expect(read.ok ? read.date.toString() : read.reason).toBe(date)
  })

  it.each(['thứ sáu hoặc thứ hai', 'thứ hai, thứ ba', 'thứ sáu?', 'thứ mười'])('nor is %s a day', (text) => {
    expect(readDate(text, thursday, { towards: 'future' }).ok).toBe(false)
  })

  const days = fc
    .integer({ min: 0, max: 60_000 })
    .map((back) => Temporal.PlainDate.from('2030-12-31').subtract({ days: back }))

  it('reads every day back, however it is written', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('D/M/Y', 'DD-MM-Y', 'D.M.Y', 'ngày D tháng M năm Y', 'Y-MM-DD'),
        (day, form) => {
          const two = (n: number) => String(n).padStart(2, '0')
          const text = form
            .replace(/DD/, two(day.day))
            .replace(/MM/, two(day.month))
            .replace(/D/, String(day.day))
            .replace(/M/, String(day.month))
            .replace(/Y/, String(day.year))
          const read = readDate(text, today)
          expect([text, read.ok && read.date.toString()]).toEqual([text, day.toString()])
        },
      ),
      { numRuns: 500 },
    )
  })

  it('without a year never gives a day to come, nor one more than a year back', () => {
    fc.assert(
      fc.property(days, days, (day, now) => {
        const read = readDate(`${day.day}/${day.month}`, now)
        if (!read.ok) return expect.fail(read.reason)
        expect(Temporal.PlainDate.compare(read.date, now)).toBeLessThanOrEqual(0)
        if (!(day.day === 29 && day.month === 2)) expect(read.date.until(now).days).toBeLessThanOrEqual(366)
      }),
    )
  })

  it('towards the future always gives a day to come', () => {
    fc.assert(
      fc.property(days, days, (day, now) => {
        for (const text of [`${day.day}/${day.month}`, `ngày ${day.day}`]) {
          const read = readDate(text, now, { towards: 'future' })
          if (!read.ok) return expect.fail(read.reason)
          expect(Temporal.PlainDate.compare(read.date, now)).toBe(1)
          expect(read.date.day).toBe(day.day)
        }
      }),
    )
  })

  it('never throws', () => {
    const word = fc.constantFrom(
      'ngày',
      '30',
      '2',
      'tháng',
      '/',
      '-',
      'năm',
      'trước',
      'thứ',
      'hai',
      'tuần',
      '2026',
      'mai',
      'ago',
      'days',
      'mười',
      'nữa',
      'cách đây',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(text, (typed) => readDate(typed, today).ok !== undefined),
      { numRuns: 1000 },
    )
  })
})

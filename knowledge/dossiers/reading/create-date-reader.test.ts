import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { createDateReader } from './create-date-reader.ts'

const inText = createDateReader()
const since1900 = createDateReader({ dayZero: '1899-12-30' })
const since1904 = createDateReader({ dayZero: '1904-01-01' })

describe('a date of a sheet', () => {
  it.each([
    ['2026-11-24', '2026-11-23T17:00:00.000Z'],
    ['24/11/2026', '2026-11-23T17:00:00.000Z'],
    ['4/1/2026', '2026-01-03T17:00:00.000Z'],
    ['24.11.2026, 8:00', '2026-11-24T01:00:00.000Z'],
    ['2026-11-24 8:30', '2026-11-24T01:30:00.000Z'],
    ['2026-11-24T08:00 +07:00', '2026-11-24T01:00:00.000Z'],
    ['2026-11-24T08:00:00+0700', '2026-11-24T01:00:00.000Z'],
    ['２４/１１/２０２６', '2026-11-23T17:00:00.000Z'],
    ['24-11-2026', '2026-11-23T17:00:00.000Z'],
    ['24/11/2026 08:30', '2026-11-24T01:30:00.000Z'],
    ['24/11/2026 8h30', '2026-11-24T01:30:00.000Z'],
    ['24/11/2026 06:30:15', '2026-11-23T23:30:15.000Z'],
    ['2026-11-24T08:30', '2026-11-24T01:30:00.000Z'],
    ['2026-11-24 08:30:05', '2026-11-24T01:30:05.000Z'],
    ['2026-11-24T08:30:00Z', '2026-11-24T08:30:00.000Z'],
    ['2026-11-24T08:30:00.250+07:00', '2026-11-24T01:30:00.000Z'],
    ['2026-11-24T08:45+05:30', '2026-11-24T03:15:00.000Z'],
    ['29/02/2028', '2028-02-28T17:00:00.000Z'],
  ])('may be written %s', (written, at) => {
    expect(inText(written)).toEqual({ at })
  })

  it.each([
    ['31/02/2026', 'that there is not'],
    ['29/02/2026', 'that there is not'],
    ['2026-13-01', 'that there is not'],
    ['24/11/2026 25:00', 'that there is not'],
    ['24/11/2026 10:61', 'that there is not'],
    ['24/11/26', 'two digits'],
    ['24/11/1026', 'outside 1990 to 2100'],
    ['24/11', 'no date'],
    ['46350', 'no date'],
    ['tomorrow', 'no date'],
    ['24/11/2026 noon', 'no date'],
    ['=cmd|calc', 'no date'],
  ])('is refused as %s', (written, problem) => {
    expect(inText(written)).toEqual({ problem: expect.stringContaining(problem) })
  })

  it('may be a number in a workbook, counted from its own first day', () => {
    expect(since1900(46350)).toEqual({ at: '2026-11-23T17:00:00.000Z' })
    expect(since1900(46350.354166666664)).toEqual({ at: '2026-11-24T01:30:00.000Z' })
    expect(since1904(46350 - 1462)).toEqual({ at: '2026-11-23T17:00:00.000Z' })
    // The last moment of a day is not rounded away from it, nor into an hour that there is not.
    expect(since1900(46350.999999)).toEqual({ at: '2026-11-24T17:00:00.000Z' })
  })

  it.each([0, -1, 1e9, Number.NaN])('is not the number %s', (number) => {
    expect(since1900(number)).toHaveProperty('problem')
  })

  it('is no number outside a workbook', () => {
    expect(inText(46350)).toHaveProperty('problem')
  })

  it('is meant to its end as an appointment, when no hour is said', () => {
    expect(inText('24/11/2026', true)).toEqual({ at: '2026-11-24T16:59:59.000Z' })
    expect(since1900(46350, true)).toEqual({ at: '2026-11-24T16:59:59.000Z' })
    expect(inText('24/11/2026 17:00', true)).toEqual({ at: '2026-11-24T10:00:00.000Z' })
    expect(since1900(46350.5, true)).toEqual({ at: '2026-11-24T05:00:00.000Z' })
  })

  it('is the moment it says, whichever form it is written in', () => {
    const minute = fc.integer({ min: 0, max: 60 * 24 * 365 * 40 })
    fc.assert(
      fc.property(minute, (minutes) => {
        const local = Temporal.PlainDateTime.from('2000-01-01T00:00').add({ minutes })
        const at = local
          .toZonedDateTime('Asia/Ho_Chi_Minh')
          .toInstant()
          .toString({ fractionalSecondDigits: 3 })
        const [date = '', time = ''] = local.toString({ smallestUnit: 'minute' }).split('T')
        const vietnamese = `${date.split('-').toReversed().join('/')} ${time}`
        const days = local.since('1899-12-30T00:00', { largestUnit: 'minutes' }).minutes / 1440
        expect([inText(`${date} ${time}`), inText(vietnamese), since1900(days)]).toEqual([
          { at },
          { at },
          { at },
        ])
      }),
    )
  })
})

describe('a date of a system', () => {
  const read = createDateReader({ forms: ['yyyyMMddHHmmss', 'yyyyMMdd', 'iso', 'd/M/yyyy H:mm', 'd/M/yyyy'] })

  it.each([
    ['20261121083000', '2026-11-21T01:30:00.000Z'],
    ['20261121', '2026-11-20T17:00:00.000Z'],
    ['2026-11-21', '2026-11-20T17:00:00.000Z'],
    ['2026-11-21 08:30:15.123', '2026-11-21T01:30:15.000Z'],
    ['1/2/2026', '2026-01-31T17:00:00.000Z'],
    ['01/02/2026 7:05', '2026-02-01T00:05:00.000Z'],
    ['２１/１１/２０２６', '2026-11-20T17:00:00.000Z'],
  ])('may have the form of %s', (written, at) => {
    expect(read(written)).toEqual({ at })
  })

  it.each([
    ...['', '31/02/2026', '00/01/2026', '1/1/26', '20261321', '20261121240000', '2026-11-21T08:60'],
    ...[
      '2026-11-21T08:30+99:00',
      '0001-01-01T00:00:00',
      '99999999',
      '1/1/2026 08:00 PM',
      '21.11.2026',
      'hôm qua',
    ],
  ])('is not “%s”', (written) => {
    expect(read(written)).toHaveProperty('problem')
  })
})

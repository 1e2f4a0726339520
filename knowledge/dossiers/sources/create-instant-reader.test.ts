import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { createInstantReader } from './create-instant-reader.ts'

const read = createInstantReader(['yyyyMMddHHmmss', 'yyyyMMdd', 'iso', 'd/M/yyyy H:mm', 'd/M/yyyy'])

describe('reading dates', () => {
  it.each([
    ['20261121083000', '2026-11-21T01:30:00Z'],
    ['20261121', '2026-11-20T17:00:00Z'],
    ['2026-11-21', '2026-11-20T17:00:00Z'],
    ['2026-11-21T08:30', '2026-11-21T01:30:00Z'],
    ['2026-11-21 08:30:15.123', '2026-11-21T01:30:15Z'],
    ['2026-11-21T08:30:00Z', '2026-11-21T08:30:00Z'],
    ['2026-11-21T08:30:00+0700', '2026-11-21T01:30:00Z'],
    ['1/2/2026', '2026-01-31T17:00:00Z'],
    ['01/02/2026 7:05', '2026-02-01T00:05:00Z'],
    ['２１/１１/２０２６', '2026-11-20T17:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(read(text, 'start')).toBe(instant)
  })

  it('keeps a day until its end where that is meant', () => {
    expect(read('27/11/2026', 'end')).toBe('2026-11-27T16:59:59Z')
    expect(read('27/11/2026 08:00', 'end')).toBe('2026-11-27T01:00:00Z')
  })

  it.each([
    '',
    '31/02/2026',
    '29/02/2026',
    '00/01/2026',
    '1/1/26',
    '20261321',
    '20261121240000',
    '2026-11-21T08:60',
    '2026-11-21T08:30+99:00',
    '0001-01-01T00:00:00',
    '99999999',
    '1/1/2026 08:00 PM',
    'hôm qua',
  ])('“%s” is none', (text) => {
    expect(read(text, 'start')).toBeUndefined()
  })

  it('reads back every minute it could be sent', () => {
    const minutes = fc.integer({ min: 0, max: 110 * 365 * 24 * 60 })
    fc.assert(
      fc.property(minutes, (minute) => {
        const at = Temporal.Instant.from('1990-01-01T00:00:00Z').add({ minutes: minute })
        const local = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime()
        const digits = local.toString({ smallestUnit: 'second' }).replace(/[-:T]/g, '')
        expect(read(digits, 'start')).toBe(at.toString())
      }),
    )
  })
})

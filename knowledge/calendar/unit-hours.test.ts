import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Dossier, Duration } from './calendar.ts'
import { loadCalendar } from './load-calendar.ts'

async function loadWith(hours: string) {
  const folder = await mkdtemp(join(tmpdir(), 'hours-'))
  await writeFile(join(folder, 'office-hours.yaml'), hours)
  return loadCalendar(folder)
}

const instant = (at: string) => Temporal.Instant.from(`${at}+07:00`)

describe('a unit with hours of its own', () => {
  const own = `units:
  hoan-kiem:
    one_stop:
      working_day: [{ from: '07:30', to: '12:00' }, { from: '13:00', to: '17:00' }]
      saturday: [{ from: '08:00', to: '11:30' }]
      verified: true
      source: Thông báo của phường
`

  it('is open when it says so, and the others when they do', async () => {
    const { calendar, problems } = await loadWith(own)
    expect(problems).toEqual([])
    const lunchtime = instant('2026-11-19T11:45')
    expect(calendar.isOpen(lunchtime, 'one_stop', 'hoan-kiem')).toBe(true)
    expect(calendar.isOpen(lunchtime, 'one_stop', 'ba-dinh')).toBe(false)
    expect(calendar.isOpen(lunchtime, 'police', 'hoan-kiem')).toBe(false)
    const saturday = instant('2026-11-14T07:00')
    expect(calendar.nextOpening(saturday, 'one_stop', 'hoan-kiem')).toEqual(instant('2026-11-14T08:00'))
    expect(calendar.nextOpening(saturday, 'one_stop')).toEqual(instant('2026-11-16T08:00'))
    expect(calendar.office('one_stop', 'hoan-kiem')).toMatchObject({
      verified: true,
      said: { vi: expect.stringContaining('thứ Bảy từ 8 giờ đến 11 giờ 30') },
    })
  })

  it('still makes no working day of a Saturday', async () => {
    const { calendar } = await loadWith(own)
    expect(calendar.isWorkingDay(Temporal.PlainDate.from('2026-11-14'))).toBe(false)
  })

  it('takes dossiers in until it closes, and promises results for when it is open', async () => {
    const { calendar } = await loadWith(own.replaceAll("'17:00'", "'17:30'"))
    const due = (at: string, time: Duration, dossier?: Dossier) =>
      calendar.due(instant(at), time, dossier).at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime()
    const [oneDay, eightHours] = [
      { value: 1, unit: 'working_day' },
      { value: 8, unit: 'hour' },
    ] as const
    const late = '2026-11-17T17:15'
    const ward = { unit: 'hoan-kiem' }
    expect(due(late, oneDay, ward).toString()).toBe('2026-11-18T17:30:00')
    expect(due(late, oneDay).toString()).toBe('2026-11-19T17:00:00')
    expect(due(late, oneDay, { unit: 'ba-dinh' }).toString()).toBe('2026-11-19T17:00:00')
    // Its police keep the hours of all others.
    expect(due(late, oneDay, { ...ward, office: 'police' }).toString()).toBe('2026-11-19T17:00:00')
    // A cutoff of the procedure's own comes before closing time.
    expect(due(late, { ...oneDay, cutoff: '15:00' }, ward).toString()).toBe('2026-11-19T17:30:00')
    expect(due('2026-11-17T06:00', eightHours, ward).toString()).toBe('2026-11-17T15:30:00')
  })

  it('has to say its Saturdays, and is told how', async () => {
    const { problems } = await loadWith(own.replace(/ +saturday.*\n/, ''))
    expect(problems).toEqual([
      expect.stringMatching(
        /office-hours\.yaml:3: units\.hoan-kiem\.one_stop\.saturday: is missing: .* or \[\] when it is closed$/,
      ),
    ])
  })

  it('has to be a unit', async () => {
    const { problems } = await loadWith(own.replace('hoan-kiem', 'hoan-kien'))
    expect(problems).toEqual([
      expect.stringMatching(/office-hours\.yaml:2: units\.hoan-kien: there is no unit/),
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { PartState } from '../../../server/health.ts'
import type { SendFailure } from './call-with-token.ts'
import { reportHealth } from './report-health.ts'

const hour = 3600_000

function setUp() {
  const alerts: string[] = []
  const states: PartState[] = []
  const time = { now: Date.parse('2026-11-21T08:00:00+07:00') }
  const health = reportHealth(
    (state) => states.push(state),
    { raise: (key) => void alerts.push(`raise ${key}`), clear: (key) => void alerts.push(`clear ${key}`) },
    () => time.now,
  )
  health.connection({ kind: 'connected', refreshExpiresAt: time.now + 80 * 24 * hour })
  alerts.length = 0
  /** What was said of one key. */
  const said = (key: string) => alerts.flatMap((line) => (line.endsWith(` ${key}`) ? line.split(' ', 1) : []))
  return { health, alerts, said, states, time }
}

function refused(code: number): SendFailure {
  return { kind: 'refused', status: 200, code, detail: String(code) }
}

describe.each([
  ['zalo_oa.quota', -211],
  ['zalo_oa.package', -224],
])('of a limit (%s) operators hear', (key, code) => {
  it('once, however often sends are refused and accepted by turns', () => {
    const { health, said, states, time } = setUp()
    for (let count = 0; count < 1000; count++) {
      time.now += 10 * 60_000
      health.sending(count % 2 === 0 ? refused(code) : null)
    }
    expect(said(key)).toEqual(['raise'])
    expect(states.at(-1)).toEqual({ status: 'ok' })
  })

  it('again when it comes back after a day without it', () => {
    const { health, said, time } = setUp()
    health.sending(refused(code))
    time.now += 24 * hour - 1
    health.sending(null)
    expect(said(key)).toEqual(['raise'])
    time.now += 1
    health.sending(null)
    health.sending(refused(code))
    expect(said(key)).toEqual(['raise', 'clear', 'raise'])
  })

  it('that it is over, also when it was raised before this start', () => {
    const { health, alerts, time } = setUp()
    health.sending(null)
    expect(alerts).toEqual([])
    time.now += hour
    health.sending(null)
    health.sending(null)
    expect(alerts).toEqual(['clear zalo_oa.quota', 'clear zalo_oa.package'])
  })
})

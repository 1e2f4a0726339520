import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { judgeReminder } from './judge-reminder.ts'

const at = (text: string) => Temporal.Instant.from(`${text}+07:00`)

describe('judgeReminder', () => {
  it.each([
    ['at its time', '2026-11-23T09:00', '2026-11-23T09:00', 'send'],
    ['a little less than a day late', '2026-11-23T09:00', '2026-11-24T08:59', 'send'],
    ['a day late', '2026-11-23T09:00', '2026-11-24T09:00', 'skip'],
    [
      'a day after the morning that a night’s reminder waits for',
      '2026-11-22T23:00',
      '2026-11-24T06:59',
      'send',
    ],
    ['later than that', '2026-11-22T23:00', '2026-11-24T07:00', 'skip'],
  ])('%s', (_name, dueAt, now, verdict) => {
    expect(judgeReminder({ dueAt: at(dueAt), blocked: false }, at(now))).toBe(verdict)
  })

  it('skips whoever blocked the assistant', () => {
    const now = at('2026-11-23T09:00')
    expect(judgeReminder({ dueAt: now, blocked: true }, now)).toBe('skip')
  })
})

import { describe, expect, it } from 'vitest'
import { countMessage, decide, heed, type Moment } from './decide.ts'
import { createPolicy } from './policy.ts'
import { newGuardState } from './state.ts'

const minute = 60_000
const hour = 60 * minute
const policy = createPolicy(40)
const noon = Date.parse('2026-11-21T05:00:00Z')
const nobody = { known: false, times: [], sentToChat: 0 }

function at(ms: number): Moment {
  return { ms, day: '2026-11-21', dayEnds: Date.parse('2026-11-21T17:00:00Z') }
}

const asked = { stranger: false, askedAt: noon - minute }
const stranger = { stranger: true, askedAt: noon - minute }
const unasked = { stranger: false, askedAt: null }

describe('the guard decides', () => {
  it('that an answer goes out', () => {
    expect(decide({ state: newGuardState, policy }, asked, nobody, at(noon))).toEqual({ go: true, gap: 400 })
  })

  it('by the operator’s figure how many strangers an hour and a day bear', () => {
    expect(createPolicy(90)).toMatchObject({ strangersPerDay: 90, strangersPerHour: 30 })
    expect(createPolicy(3)).toMatchObject({ strangersPerDay: 3, strangersPerHour: 20 })
  })

  it('that strangers wait for the hour in which there is room, and friends do not', () => {
    const times = Array.from({ length: 20 }, (_, each) => noon - 50 * minute + each * minute)
    const full = { ...nobody, times }
    expect(decide({ state: newGuardState, policy }, stranger, full, at(noon))).toEqual({
      go: false,
      why: 'strangers_per_hour',
      afterMs: 10 * minute,
    })
    expect(
      decide({ state: newGuardState, policy }, { ...stranger, stranger: false }, full, at(noon)).go,
    ).toBe(true)
    expect(decide({ state: newGuardState, policy }, stranger, { ...full, known: true }, at(noon)).go).toBe(
      true,
    )
    expect(decide({ state: newGuardState, policy }, stranger, full, at(noon + 11 * minute)).go).toBe(true)
  })

  it('that strangers beyond the day’s number wait for the next day, half an hour at a time', () => {
    const times = Array.from({ length: 40 }, () => noon - 5 * hour)
    expect(decide({ state: newGuardState, policy }, stranger, { ...nobody, times }, at(noon))).toEqual({
      go: false,
      why: 'strangers_per_day',
      afterMs: 30 * minute,
    })
  })

  it('that 900 messages an hour and 5,000 a day are enough', () => {
    let state = newGuardState
    for (let sent = 0; sent < 900; sent += 1) state = countMessage(state, at(noon), 1)
    expect(decide({ state, policy }, asked, nobody, at(noon))).toMatchObject({ why: 'messages_per_hour' })
    expect(decide({ state, policy }, asked, nobody, at(noon + hour)).go).toBe(true)
    const day = { ...state, day: { of: '2026-11-21', sent: 5_000 }, hour: { of: 0, sent: 0 } }
    expect(decide({ state: day, policy }, asked, nobody, at(noon))).toMatchObject({ why: 'messages_per_day' })
    expect(decide({ state: day, policy }, asked, nobody, { ...at(noon), day: '2026-11-22' }).go).toBe(true)
  })
})

describe('what is counted', () => {
  it('is given back in the hour and the day that it was counted in, and in no other', () => {
    const counted = countMessage(countMessage(newGuardState, at(noon), 1), at(noon), 1)
    expect(countMessage(counted, at(noon), -1)).toMatchObject({ hour: { sent: 1 }, day: { sent: 1 } })
    const later = countMessage(counted, at(noon + hour), 1)
    expect(countMessage(later, at(noon), -1)).toMatchObject({ hour: { sent: 1 }, day: { sent: 2 } })
  })

  it('keeps one chat from using up what is for all', () => {
    const much = { ...nobody, sentToChat: 450 }
    expect(decide({ state: newGuardState, policy }, asked, much, at(noon + 50 * minute))).toEqual({
      go: false,
      why: 'messages_per_person',
      afterMs: 10 * minute,
    })
  })
})

describe('a warning', () => {
  it('of too many lasts a minute, doubling to an hour, and is forgotten after a while without', () => {
    let state = newGuardState
    let now = noon
    const waits: number[] = []
    for (let time = 0; time < 8; time += 1) {
      state = heed(state, 'too_many', policy, now)
      waits.push((state.tooMany?.wait ?? 0) / minute)
      now += (state.tooMany?.wait ?? 0) + 1
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    expect(heed(state, 'too_many', policy, now + 7 * hour).tooMany?.wait).toBe(minute)
  })

  it('of strangers lasts an hour, doubling to a day, until a day was clean', () => {
    let state = newGuardState
    let now = noon
    const waits: number[] = []
    for (let time = 0; time < 7; time += 1) {
      state = heed(state, 'strangers', policy, now)
      waits.push((state.strangers?.wait ?? 0) / hour)
      now += (state.strangers?.wait ?? 0) + 1
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24])
    expect(
      decide({ state, policy }, { ...stranger, askedAt: now - minute }, nobody, at(now - 2 * minute)),
    ).toMatchObject({
      why: 'strangers_refused',
    })
    expect(heed(state, 'strangers', policy, now + 25 * hour).strangers?.wait).toBe(hour)
  })

  it('that several sends under way hear of at once counts once', () => {
    const once = heed(newGuardState, 'too_many', policy, noon)
    expect(heed(once, 'too_many', policy, noon + 500).tooMany).toEqual(once.tooMany)
  })

  it.each(['too_many', 'strangers', 'banned'] as const)('(%s) lets only answers out for a day', (warning) => {
    const later = noon + 20 * hour
    const state = { ...heed(newGuardState, warning, policy, noon), banned: false }
    expect(decide({ state, policy }, unasked, nobody, at(later))).toMatchObject({ why: 'reply_only' })
    expect(decide({ state, policy }, { ...asked, askedAt: later - 25 * hour }, nobody, at(later)).go).toBe(
      false,
    )
    expect(decide({ state, policy }, { ...asked, askedAt: later - hour }, nobody, at(later)).go).toBe(true)
    expect(decide({ state, policy }, unasked, nobody, at(noon + 25 * hour)).go).toBe(true)
  })

  it('that the account is locked stops everything', () => {
    const state = heed(newGuardState, 'banned', policy, noon)
    expect(decide({ state, policy }, asked, nobody, at(noon + 100 * hour))).toMatchObject({ why: 'banned' })
  })
})

describe('the time after a login', () => {
  it('is slow, and nothing unasked goes out', () => {
    const state = { ...newGuardState, quietUntil: noon + 10 * minute }
    expect(decide({ state, policy }, asked, nobody, at(noon))).toEqual({ go: true, gap: 1_000 })
    expect(decide({ state, policy }, unasked, nobody, at(noon))).toMatchObject({ why: 'quiet_start' })
    expect(decide({ state, policy }, unasked, nobody, at(noon + 11 * minute)).go).toBe(true)
  })
})

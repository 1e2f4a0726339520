import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { type GivenAnswers, holds } from './holds.ts'
import type { Condition } from './schema.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const ask = (condition: Condition | undefined, answers: GivenAnswers = {}) => holds(condition, answers, today)

describe('holds', () => {
  it('always holds without a condition or with an empty one', () => {
    expect(ask(undefined)).toBe(true)
    expect(ask({})).toBe(true)
  })

  it('compares a choice with one answer or a list of answers', () => {
    expect(ask({ a: 'x' }, { a: 'x' })).toBe(true)
    expect(ask({ a: 'x' }, { a: 'y' })).toBe(false)
    expect(ask({ a: ['x', 'y'] }, { a: 'y' })).toBe(true)
    expect(ask({ a: 'x' }, { a: 'xx' })).toBe(false)
  })

  it('matches several answers when any is wanted', () => {
    expect(ask({ a: ['x', 'y'] }, { a: ['z', 'y'] })).toBe(true)
    expect(ask({ a: 'x' }, { a: ['z', 'y'] })).toBe(false)
    expect(ask({ a: 'x' }, { a: [] })).toBe(false)
  })

  it('is open while an answer is missing, unless another line already fails', () => {
    expect(ask({ a: 'x' })).toBeUndefined()
    expect(ask({ a: 'x', b: 'y' }, { a: 'x' })).toBeUndefined()
    expect(ask({ a: 'x', b: 'y' }, { b: 'n' })).toBe(false)
    expect(ask({ any_of: [{ a: 'x' }, { b: 'y' }] }, { b: 'y' })).toBe(true)
    expect(ask({ any_of: [{ a: 'x' }, { b: 'y' }] }, { b: 'n' })).toBeUndefined()
    expect(ask({ any_of: [{ a: 'x' }, { b: 'y' }] }, { a: 'n', b: 'n' })).toBe(false)
    expect(ask({ not: { a: 'x' } })).toBeUndefined()
    expect(ask({ not: { a: 'x' } }, { a: 'y' })).toBe(true)
  })

  it('does not take an inherited name for an answer', () => {
    expect(ask({ constructor: 'x' } as unknown as Condition)).toBeUndefined()
  })

  it('counts calendar days from a date to today', () => {
    const late: Condition = { born: { days_ago_at_least: 61 } }
    expect(ask(late, { born: '2026-09-22' })).toBe(false) // 60 days: the last in time
    expect(ask(late, { born: '2026-09-21' })).toBe(true)
    expect(ask({ born: { days_ago_at_most: 60 } }, { born: '2026-09-22' })).toBe(true)
    expect(ask({ born: { days_ago_at_least: 0 } }, { born: '2026-11-22' })).toBe(false)
    expect(ask(late, { born: '2026-02-30' })).toBeUndefined()
    expect(ask(late, { born: 'hôm qua' })).toBeUndefined()
  })

  it('bounds a number inclusively', () => {
    expect(ask({ n: { at_least: 1, at_most: 3 } }, { n: 3 })).toBe(true)
    expect(ask({ n: { at_least: 1, at_most: 3 } }, { n: 4 })).toBe(false)
    expect(ask({ n: { at_least: 1 } }, { n: 0 })).toBe(false)
  })
})

const ids = ['a', 'b', 'c'] as const
const value = fc.constantFrom('x', 'y', 'z')
const leaf = fc.oneof(
  fc.dictionary(fc.constantFrom(...ids), fc.oneof(value, fc.array(value, { minLength: 1 })), { maxKeys: 3 }),
)
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ any_of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
    fc.tuple(leaf, tie('condition')).map(([lines, inner]) => ({ ...lines, not: inner })),
  ) as fc.Arbitrary<Condition>,
}))
const allAnswered = fc.record({ a: value, b: value, c: value })
const someAnswered = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] })

describe('holds, whatever the condition', () => {
  it('is decided once every question is answered', () => {
    fc.assert(fc.property(condition, allAnswered, (c, answers) => ask(c, answers) !== undefined))
  })

  it('never takes back what it decided when more answers come', () => {
    fc.assert(
      fc.property(condition, allAnswered, fc.subarray([...ids]), (c, all, known) => {
        const some = Object.fromEntries(known.map((id) => [id, all[id]]))
        const early = ask(c, some)
        return early === undefined || early === ask(c, all)
      }),
    )
  })

  it('obeys De Morgan in three values', () => {
    fc.assert(
      fc.property(condition, condition, someAnswered, (p, q, answers) => {
        const neither = ask({ not: { any_of: [p, q] } }, answers)
        const bothNot = ask({ not: { any_of: [{ not: { not: p } }, q] } }, answers)
        expect(neither).toBe(bothNot)
        const either = ask({ any_of: [p, q] }, answers)
        expect(neither).toBe(either === undefined ? undefined : !either)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newState } from './new-state.ts'
import { readState } from './read-state.ts'
import type { State } from './state.ts'

/** Every field there is: one that is added to the state is missed here first. */
const whole: Required<Omit<State, 'group'>> = {
  lang: 'en',
  met: true,
  unit: 'hoan-kiem',
  frames: [{ flow: 'guide:1.001193', version: 'a', step: 'q', run: 2, answers: { a: 'x', b: ['y'], c: 3 } }],
  runs: 2,
  finished: [{ flow: 'guide:1.000894', version: 'b', run: 1, answers: {}, ticked: ['p'] }],
  misses: 1,
  phoneButton: true,
  offer: ['c.resume'],
  next: ['guide:1.004194'],
  left: [{ flow: 'guide:1.000656', version: 'c', step: 'q', run: 1, answers: {} }],
  older: [{ flow: 'guide:1.000656', version: 'c', step: 'q', run: 1, answers: {} }],
}

describe('readState', () => {
  it('gives back what is whole', () => expect(readState(whole, false)).toEqual(whole))

  it.each([5, 'x', [], true, null, { lang: 'fr' }])('begins anew from %j', (stored) => {
    expect(readState(stored, true)).toEqual(newState('vi', true))
  })

  it.each([
    { frames: null },
    { frames: {} },
    { frames: [null] },
    { frames: [{ ...whole.frames[0], flow: 5 }] },
    { frames: [{ ...whole.frames[0], answers: null }] },
    { frames: [{ ...whole.frames[0], answers: { a: {} } }] },
  ])('leaves damaged frames out and keeps the rest: %j', (damage) => {
    expect(readState({ ...whole, ...damage }, false)).toEqual({ ...whole, frames: [] })
  })

  it.each([{ finished: [5] }, { offer: 5 }, { offer: [null] }, { next: 5 }, { left: 'x' }, { unit: {} }])(
    'drops %j',
    (damage) => {
      const [key = ''] = Object.keys(damage)
      const { [key as 'unit']: _, ...rest } = whole
      expect(readState({ ...whole, ...damage }, false)).toEqual(rest)
    },
  )

  it('never throws, whatever is stored', () => {
    fc.assert(fc.property(fc.jsonValue(), (stored) => void readState(stored, false)))
  })
})

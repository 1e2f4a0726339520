import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newState } from './new-state.ts'
import { readState } from './read-state.ts'
import type { State } from './state.ts'

const whole: State = {
  lang: 'en',
  met: true,
  unit: 'hoan-kiem',
  frames: [{ flow: 'guide:1.001193', version: 'a', step: 'q', run: 2, answers: { a: 'x', b: ['y'], c: 3 } }],
  runs: 2,
  finished: [{ flow: 'guide:1.000894', version: 'b', run: 1, answers: {}, ticked: ['p'] }],
  offer: ['c.resume'],
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

  it.each([{ finished: [5] }, { offer: 5 }, { offer: [null] }, { left: 'x' }, { unit: {} }])(
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

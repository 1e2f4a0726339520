import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import { readDeskRef } from './desk-refs.ts'
import { labelDeskRef } from './label-desk-ref.ts'

const { texts } = await madeUpKnowledge()
const saying = { text: (key: string, values = {}) => texts.text(key, 'vi', values) }
const acts = ['edit', 'submit', 'approve', 'return', 'pause', 'resume', 'stop', 'correct', 'recall']
const good = [
  ...['k.desk', 'k.new', 'k.s.12', 'k.p.12', 'k.p.12.zalo_oa', 'k.v.12', 'k.u.12.3', 'k.y.approve.12.3'],
  ...acts.map((act) => `k.d.${act}.12`),
  ...['stop', 'correct', 'recall'].map((act) => `k.y.${act}.12`),
]

describe('buttons of the desk', () => {
  it.each(good)('%s is one, short enough to be sealed', (ref) => {
    expect(readDeskRef(ref)).toBeDefined()
    expect(ref.replace('12', '9'.repeat(18)).length).toBeLessThanOrEqual(52)
  })

  it.each(good.filter((ref) => ref !== 'k.v.12'))('%s has a name to be typed', (ref) => {
    expect(labelDeskRef(ref, saying)).toMatch(/^[^{}]+$/)
  })

  it.each([
    'k.y.pause.12',
    'k.d.drop.12',
    'k.s.',
    'k.s.x',
    'k.s.12.web',
    'k.p.12.fax',
    'k.u.approve.12',
    'k.u.12',
    'k.y.approve.12',
    'k.y.stop.12.3',
    'k.s.1 or 1',
  ])('%s is none', (ref) => {
    expect(readDeskRef(ref)).toBeUndefined()
  })

  it('are read from nothing a stranger makes up without an error', () => {
    fc.assert(fc.property(fc.string(), (rest) => void readDeskRef(`k.${rest}`)))
  })
})

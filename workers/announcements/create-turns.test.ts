import { describe, expect, it } from 'vitest'
import { createTurns } from './create-turns.ts'
import type { UnderWay } from './under-way.ts'

const announcement = (id: string, more: Partial<UnderWay> = {}): UnderWay => ({
  ...{ id, version: 1, urgent: false, corrects: null, topic: 'chung', audience: { all: true } },
  ...{ approvedAt: '', beganAt: '', expiresAt: null, waves: [1], ...more },
})

describe('whose turn it is', () => {
  it('goes round, slice by slice', () => {
    const turns = createTurns()
    const all = ['1', '2', '3'].map((id) => announcement(id))
    const order = Array.from({ length: 7 }, () => {
      const turn = turns.next(all)
      if (turn) turns.note(turn, { looked: 8, limit: 8, last: '8' })
      return turn?.announcement.id
    })
    expect(order).toEqual(['1', '2', '3', '1', '2', '3', '1'])
  })

  it('is that of urgent ones as long as they have anybody left', () => {
    const turns = createTurns()
    const all = [announcement('1'), announcement('2', { urgent: true })]
    const first = turns.next(all)
    expect(first?.announcement.id).toBe('2')
    if (first) turns.note(first, { looked: 0, limit: 8, last: '0' })
    expect(turns.isDry(first?.announcement ?? announcement('2'))).toBe(true)
    expect(turns.next(all)?.announcement.id).toBe('1')
    turns.forgetDry()
    expect(turns.next(all)?.announcement.id).toBe('2')
  })

  it('goes on after what was claimed, and looks behind before it calls anything dry', () => {
    const turns = createTurns()
    const all = [announcement('1', { waves: [1, 2] })]
    const after: string[] = []
    const claims = [
      { looked: 8, last: '8' },
      { looked: 3, last: '11' },
      { looked: 1, last: '4' },
      { looked: 0, last: '0' },
    ]
    for (const claimed of claims) {
      const turn = turns.next(all)
      if (!turn) break
      after.push(`${turn.wave} ${turn.after}`)
      turns.note(turn, { ...claimed, limit: 8 })
    }
    expect(after).toEqual(['1 0', '1 8', '1 0', '2 0'])
    expect(turns.next(all)).toBeUndefined()
  })
})

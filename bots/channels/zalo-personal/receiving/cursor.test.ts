import { describe, expect, it } from 'vitest'
import { createCursor, type Mark } from './cursor.ts'

const minute = 60_000

function set(first: Mark = { id: null, at: 0 }) {
  const moved: Mark[] = []
  const cursor = createCursor((mark) => void moved.push(mark))
  cursor.set(first)
  const begin = (id: string, at: number) =>
    cursor.begin({ id, at, group: false, thread: '1', own: false, data: {} })
  const take = (id: string, at: number) => begin(id, at)()
  return { cursor, moved, begin, take }
}

describe('a cursor', () => {
  it('begins at the first login, and goes on from a message as soon as there is one', () => {
    const { cursor, take } = set({ id: null, at: 5 })
    expect(cursor.position).toEqual({ id: null, at: 5 })
    take('1', 10)
    expect(cursor.position).toEqual({ id: '1', at: 10 })
    expect(cursor.since).toBe(5)
  })

  it('trails a minute behind what is stored', () => {
    const { cursor, moved, take } = set({ id: '0', at: 0 })
    take('1', minute / 2)
    take('2', minute)
    expect(cursor.position?.id).toBe('0')
    take('3', 2 * minute)
    expect(cursor.position?.id).toBe('2')
    expect(moved.map(({ id }) => id)).toEqual(['2'])
  })

  it('does not pass what is not stored yet, however much comes after it', () => {
    const { cursor, begin, take } = set({ id: '0', at: 0 })
    const stored = begin('1', minute)
    take('2', 5 * minute)
    take('3', 9 * minute)
    expect(cursor.position?.id).toBe('0')
    stored()
    expect(cursor.position?.id).toBe('2')
  })

  it('is not drawn back by what comes late', () => {
    const { cursor, take } = set({ id: '0', at: 0 })
    take('2', 5 * minute)
    take('1', minute)
    take('3', 9 * minute)
    expect(cursor.position?.id).toBe('2')
  })

  it('stays where it is held, and catches up when released', () => {
    const { cursor, moved, take } = set({ id: '0', at: 0 })
    expect(cursor.hold()).toEqual({ id: '0', at: 0 })
    take('1', 5 * minute)
    take('2', 9 * minute)
    expect(cursor.position?.id).toBe('0')
    expect(cursor.hold()?.id).toBe('0')
    expect(moved).toEqual([])
    cursor.release()
    expect(cursor.position?.id).toBe('1')
    expect(moved).toEqual([{ id: '1', at: 5 * minute }])
  })

  it('is released by what came before the release being stored, not by what came later', () => {
    const { cursor, begin, take } = set({ id: '0', at: 0 })
    cursor.hold()
    take('8', 8 * minute)
    take('9', 9 * minute)
    const stored = begin('1', minute)
    cursor.release()
    expect(cursor.position?.id).toBe('0')
    stored()
    expect(cursor.position?.id).toBe('8')
  })

  it('stays where it is when held again before the release takes effect', () => {
    const { cursor, begin, take } = set({ id: '0', at: 0 })
    cursor.hold()
    take('9', 9 * minute)
    const stored = begin('1', minute)
    cursor.release()
    cursor.hold()
    stored()
    expect(cursor.position?.id).toBe('0')
  })
})

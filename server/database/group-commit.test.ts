import { describe, expect, it } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

describe('createGroupCommit', () => {
  it('writes together what comes while something is being written', async () => {
    const flushes: number[][] = []
    const gate = Promise.withResolvers<void>()
    const commits = createGroupCommit<number, number>(async (items) => {
      flushes.push([...items])
      if (flushes.length === 1) await gate.promise
      return items.map((item) => item * 10)
    }, 100)
    const first = commits.add([1])
    await new Promise((resolve) => setImmediate(resolve))
    const others = [commits.add([2, 3]), commits.add([]), commits.add([4])]
    gate.resolve()
    expect(await first).toEqual([10])
    expect(await Promise.all(others)).toEqual([[20, 30], [], [40]])
    expect(flushes).toEqual([[1], [2, 3, 4]])
  })

  it('tells everybody concerned of a failure, and goes on', async () => {
    const commits = createGroupCommit<number, number>(async (items) => {
      if (items.includes(0)) throw new Error('refused')
      return [...items]
    }, 100)
    const results = await Promise.allSettled([commits.add([1]), commits.add([0])])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    expect(await commits.add([2])).toEqual([2])
  })

  it('writes no more at once than it may, tearing no call apart', async () => {
    const sizes: number[] = []
    const commits = createGroupCommit<number, number>(async (items) => {
      sizes.push(items.length)
      return [...items]
    }, 4)
    const calls = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10, 11], [12]]
    expect(await Promise.all(calls.map((call) => commits.add(call)))).toEqual(calls)
    expect(sizes).toEqual([3, 2, 6, 1])
  })

  it('says when nothing is under way', async () => {
    const done: number[] = []
    const commits = createGroupCommit<number, void>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve))
      done.push(...items)
      return items.map(() => undefined)
    }, 1)
    void commits.add([1])
    void commits.add([2])
    await commits.idle()
    expect(done).toEqual([1, 2])
  })
})

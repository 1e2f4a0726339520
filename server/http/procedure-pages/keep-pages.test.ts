import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import { createKeptPages } from './keep-pages.ts'

const parts = await madeUpKnowledge()
const today = Temporal.PlainDate.from('2026-11-21')

describe('pages that are made', () => {
  it('are made once, also for two who ask at the same time', async () => {
    const keptPages = createKeptPages()
    const make = vi.fn(() => '<p>trang</p>')
    const [one, other] = await Promise.all([
      keptPages(parts, today).page('a', make),
      keptPages(parts, today).page('a', make),
    ])
    expect(await keptPages(parts, today).page('a', make)).toBe(one)
    expect(other).toBe(one)
    expect(make).toHaveBeenCalledTimes(1)
    expect(keptPages(parts, today).view('vi')).toBe(keptPages(parts, today).view('vi'))
    expect(keptPages(parts, today).view('en').lang).toBe('en')
  })

  it('are made anew from other knowledge, and on another day', async () => {
    const keptPages = createKeptPages()
    const first = keptPages(parts, today)
    expect(keptPages({ ...parts }, today)).not.toBe(first)
    expect(keptPages(parts, today)).toBe(first)
    expect(keptPages(parts, today.add({ days: 1 }))).not.toBe(first)
  })

  it('are no more than so many, and those stay that are asked for', async () => {
    const pages = createKeptPages(3)(parts, today)
    const asked = (key: string) => {
      const make = vi.fn(() => key)
      return pages.page(key, make).then(() => make.mock.calls.length)
    }
    for (const key of ['a', 'b', 'c', 'a', 'd']) await asked(key)
    expect([await asked('a'), await asked('c'), await asked('d'), await asked('b')]).toEqual([0, 0, 0, 1])
  })

  it('are not kept when they could not be made', async () => {
    const pages = createKeptPages()(parts, today)
    const broken = () => {
      throw new Error('broken')
    }
    expect(() => pages.page('a', broken)).toThrow('broken')
    await expect(pages.page('a', () => 'whole')).resolves.toMatchObject({ etag: expect.any(String) })
  })
})

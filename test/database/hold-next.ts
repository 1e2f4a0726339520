import pg from 'pg'
import { vi } from 'vitest'

/**
 * Holds back the next call of this kind, of whichever client.
 * @returns `reached` settles when it is made
 */
export function holdNext(method: 'connect' | 'query'): { reached: Promise<void>; goOn: () => void } {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const { promise: free, resolve: goOn } = Promise.withResolvers<void>()
  const original = pg.Client.prototype[method] as (...args: unknown[]) => unknown
  const held = async function (this: pg.Client, ...args: unknown[]) {
    reach()
    await free
    return original.apply(this, args)
  }
  vi.spyOn(pg.Client.prototype, method as 'connect').mockImplementationOnce(held as () => Promise<void>)
  return { reached, goOn }
}

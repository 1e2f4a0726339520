import { describe, expect, it, vi } from 'vitest'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

describe('taking in', () => {
  it('logs in, says which account it is, and stores what people write, each in order', async () => {
    const { emulator, start, stored, served, health } = await setUp()
    await start()
    expect(served).toMatchObject([{ name: 'zalo_personal', account: emulator.account.uid }])
    const [a, b] = [emulator.person('Lan'), emulator.person('Hùng')]
    for (const text of ['1', '2', '3']) {
      a.send(text)
      b.send(text)
    }
    await vi.waitFor(() => expect(stored).toHaveLength(6))
    for (const { id } of [a, b]) {
      expect(stored.filter(({ chat }) => chat === id)).toMatchObject(
        ['1', '2', '3'].map((text) => ({
          channel: 'zalo_personal',
          account: emulator.account.uid,
          group: false,
          event: { kind: 'text', text },
        })),
      )
    }
    expect(health.at(-1)).toMatchObject({ status: 'ok' })
  })

  it('keeps ids above 2^53 as they are', async () => {
    const { emulator, start, stored } = await setUp({
      emulator: { firstMessageId: 9_007_199_254_740_993_001n },
    })
    await start()
    const ids = ['a', 'b'].map((text) => emulator.person('Lan').send(text))
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    expect(stored.map(({ externalId }) => externalId)).toEqual(ids)
    expect(ids).toEqual(['9007199254740993001', '9007199254740993002'])
  })
})

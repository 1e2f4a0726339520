import { describe, expect, it } from 'vitest'
import type { BotClient, CallResult } from './bot-client.ts'
import { createTyping } from './show-typing.ts'

function setUp(answer: () => Promise<CallResult> = async () => ({ ok: true, result: true })) {
  const shown: string[] = []
  const clock = { now: 0 }
  const client: BotClient = {
    call(_method, payload) {
      shown.push(String((payload as { chat_id: string }).chat_id))
      return answer()
    },
  }
  return { shown, clock, typing: createTyping(client, () => clock.now) }
}

describe('showing that an answer is on its way', () => {
  it('is renewed no sooner than it fades', () => {
    const { shown, clock, typing } = setUp()
    for (const at of [0, 1_000, 4_400, 4_600]) {
      clock.now = at
      typing('a')
    }
    typing('b')
    expect(shown).toEqual(['a', 'a', 'b'])
  })

  it('is left out when many are under way', () => {
    const { shown, typing } = setUp(() => new Promise(() => {}))
    for (let chat = 0; chat < 50; chat += 1) typing(String(chat))
    expect(shown).toHaveLength(8)
  })

  it('is left out for as long as the server asks for fewer calls', async () => {
    const failure = {
      kind: 'refused',
      status: 429,
      description: '',
      detail: '',
      retryAfterMs: 30_000,
    } as const
    const { shown, clock, typing } = setUp(async () => ({ ok: false, failure }))
    typing('a')
    await Promise.resolve()
    clock.now = 29_999
    typing('b')
    clock.now = 30_000
    typing('c')
    expect(shown).toEqual(['a', 'c'])
  })
})

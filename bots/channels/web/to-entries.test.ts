import { expect, it } from 'vitest'
import type { Reply } from '../../dialogue/reply.ts'
import type { StoredMessage } from './conversation-source.ts'
import { toHistory } from './to-entries.ts'

const at = '2026-11-21T08:00:00Z'
const message = (id: string, reply: unknown): StoredMessage => ({
  id,
  reply: reply as Reply,
  replaces: null,
  createdAt: at,
})

it.each([[{ blocks: 5 }], [{ blocks: [{ kind: 'hologram' }] }], ['x'], [null]])(
  'leaves out a damaged message (%j) and shows the others',
  (damaged) => {
    const whole = { blocks: [{ kind: 'text', text: 'còn nguyên' }] }
    const { entries, cursor } = toHistory([message('1', damaged), message('2', whole)], [])
    expect(entries).toEqual([{ from: 'assistant', id: '2', at, reply: whole }])
    expect(cursor).toBe('2')
  },
)

it('shows so much of a long text as the dialogue has read', () => {
  const event = {
    externalId: 'web:1',
    receivedAt: at,
    event: { event: { kind: 'text' as const, text: 'ệ'.repeat(10_000) }, addressed: true },
  }
  const [entry] = toHistory([], [event]).entries
  expect(entry).toMatchObject({ from: 'citizen', text: 'ệ'.repeat(2000) })
})

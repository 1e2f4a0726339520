import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunTurn } from '../../bots/inbox/run-turn.ts'
import { appendAudit } from '../../office/audit/append-audit.ts'
import { type FakeChannel, fakeChannel } from '../faults/support/fake-channel.ts'
import { text } from '../faults/support/scripted-turn.ts'
import { incoming, start } from '../faults/support/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testDossierAccess } from '../support/dossier-access.ts'

const patience = { timeout: 20_000, interval: 20 }

/** Asks for the code that a text is, and says how that was answered; `join` and `slip` as their words say. */
const asking: RunTurn = (state, event) => {
  const said = (words: string) => ({ state, replies: [text(words)], effects: [] })
  if (event.kind === 'answered') return said('kind' in event.answer ? event.answer.kind : '')
  if (event.kind !== 'text') return said(event.kind)
  const silent = { state, replies: [], effects: [] }
  return event.text.startsWith('HS-')
    ? { ...silent, ask: { kind: 'redeem_slip', code: event.text } }
    : { ...silent, ask: { kind: 'dossier', code: event.text } }
}

const code = (n: number) => `H26.16-261101-${1000 + n}`

describe('codes tried in two processes at once', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  async function startTwo(channel: FakeChannel) {
    const parts = { runTurn: asking, dossiers: { ...testDossierAccess, record: appendAudit } }
    return [
      await start(database.pool, [channel], parts),
      await start(database.pool, [channel], parts),
    ] as const
  }

  /** Stores everything in both processes at the same time and waits for all that is answered. */
  async function flood(chats: readonly string[], codesOf: (chat: number) => string[]): Promise<string[]> {
    const channel = fakeChannel()
    const processes = await startTwo(channel)
    const waves = chats.flatMap((chat, n) => codesOf(n).map((typed) => ({ n, event: incoming(chat, typed) })))
    await Promise.all(waves.map(({ n, event }) => processes[n % 2 === 0 ? 0 : 1].store([event])))
    await vi.waitFor(
      () => expect(chats.flatMap((chat) => channel.received(chat))).toHaveLength(waves.length),
      patience,
    )
    for (const process of processes) expect(process.counted.turnsFailed).toBe(0)
    for (const process of processes)
      expect(process.logged.filter(({ message }) => /fail/.test(message))).toEqual([])
    return chats.flatMap((chat) => channel.received(chat))
  }

  it('of one code by forty people, ten are taken, none fails', async () => {
    const chats = Array.from({ length: 40 }, (_, n) => `same ${n}`)
    const answers = await flood(chats, () => [code(0)])
    expect(answers.filter((answer) => answer === 'dossier_unproved')).toHaveLength(10)
    expect(answers.filter((answer) => answer === 'dossier_wait')).toHaveLength(30)
  })

  it('by twenty people in every order of the same codes wait in no circle', async () => {
    const codes = Array.from({ length: 6 }, (_, n) => code(10 + n))
    const chats = Array.from({ length: 20 }, (_, n) => `crossed ${n}`)
    const answers = await flood(chats, (n) => (n % 2 ? codes : codes.toReversed()))
    expect(answers.filter((answer) => answer === 'dossier_unproved')).toHaveLength(10 * codes.length)
    const { rows } = await database.pool.query<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    )
    expect(rows).toEqual([{ deadlocks: '0' }])
  })
})

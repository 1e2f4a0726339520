import { type KeyObject, randomInt, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import type { PushChannel } from '../../bots/channels/channel.ts'
import { startConversations } from '../../bots/inbox/start-conversations.ts'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import type { Clock } from '../../server/clock.ts'
import { loadConfig } from '../../server/config.ts'
import { conversationParts } from '../../server/conversation-parts.ts'
import { dossierKey } from '../../server/dossiers/dossier-key.ts'
import { loadKnowledge } from '../../server/load-knowledge.ts'
import { createLog } from '../../server/log.ts'
import { openDatabase } from '../../server/open-database.ts'

/** A register with the assistant at work on it, in this process, on a channel in memory. */
export interface Register {
  pool: Pool
  /** Keys the hashes of phone numbers and proofs. */
  key: KeyObject
  /** Says something in a chat and waits for the first answer. @returns ms, from being handed in to being sent */
  say(chat: string, text: string): Promise<number>
  close(): Promise<void>
}

/** @param clock by which tries are counted */
export async function startRegister(clock: Clock): Promise<Register> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-bench-'))
  // PostgreSQL runs under another account when we are root.
  await chmod(dataDir, 0o711)
  const config = loadConfig({ DATA_DIR: join(dataDir, 'data'), UNITS: 'hoan-kiem' }, new Set(['hoan-kiem']))
  const log = createLog('error', 'stderr')
  const open = await openDatabase(config, log, { name: 'mot-cua bench', max: 4 })
  const loaded = await loadKnowledge({ today: hanoiDay(clock.now()), served: config.units })
  const waiting = new Map<string, () => void>()
  const channel: PushChannel = {
    name: 'telegram',
    account: 'bot',
    capabilities: { maxText: 4000, edit: true },
    async send({ chat }) {
      waiting.get(chat)?.()
      waiting.delete(chat)
      return { ok: true, externalId: randomUUID() }
    },
  }
  const conversations = await startConversations({
    ...conversationParts({ config, clock, log, open, loaded: () => loaded, channels: () => [] }),
    channels: [channel],
    randomBelow: (max) => randomInt(max),
  })
  return {
    pool: open.pool,
    key: dossierKey(open.secret),
    async say(chat, text) {
      const answered = new Promise<void>((resolve) => waiting.set(chat, resolve))
      const from = performance.now()
      await conversations.store([
        {
          channel: channel.name,
          account: channel.account,
          externalId: randomUUID(),
          chat,
          group: false,
          addressed: true,
          event: { kind: 'text', text },
        },
      ])
      await answered
      return performance.now() - from
    },
    async close() {
      await conversations.stop(10_000)
      await open.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

import { createSecretKey } from 'node:crypto'
import type { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import type { Counters } from '../../../bots/inbox/counters.ts'
import type { Incoming, IncomingEvent } from '../../../bots/inbox/incoming.ts'
import { type ConversationParts, startConversations } from '../../../bots/inbox/start-conversations.ts'
import type { Channel } from '../../../bots/outbox/channels.ts'
import { systemClock } from '../../../server/clock.ts'
import { testAnnouncementAccess } from '../../support/announcement-access.ts'
import { testDossierAccess } from '../../support/dossier-access.ts'
import { scriptedLink, scriptedTurn, text } from './scripted-turn.ts'

export const tapKey = createSecretKey(Buffer.alloc(32, 7))

export interface Counted {
  turns: number
  duplicates: number
  turnsFailed: number
  setAside: number
  unknownOutcomes: number
  sends: Record<string, number>
}

/** What a started process looks like to tests. */
export async function start(
  pool: Pool,
  channels: readonly Channel[],
  overrides: Partial<ConversationParts> = {},
) {
  const counted: Counted = {
    turns: 0,
    duplicates: 0,
    turnsFailed: 0,
    setAside: 0,
    unknownOutcomes: 0,
    sends: {},
  }
  const logged: { fields: object; message: string }[] = []
  const note = (fields: object, message: string) => void logged.push({ fields, message })
  const channelStates: string[] = []
  const reminders: string[] = []
  const erased: { chat: string }[] = []
  const conversations = await startConversations({
    pool,
    channels,
    clock: systemClock(),
    log: { info: note, warn: note, error: note } as ConversationParts['log'],
    counters: countersInto(counted),
    runTurn: scriptedTurn,
    sayings: {
      apology: () => [text('sorry')],
      reminderMayWait: () => [],
      showCode: (_lang, code) => [text(`code ${code}`)],
      link: scriptedLink,
    },
    tapKey,
    tryKey: tapKey,
    chatCodeKey: tapKey,
    dossiers: testDossierAccess,
    announcements: testAnnouncementAccess,
    decodePhoto: async () => [],
    recordErasure: async (who) => void erased.push(who),
    reminderPlanned: (at) => void reminders.push(at),
    onWrite: () => {},
    onChannel: (key, state) => void channelStates.push(`${key} ${state}`),
    random: () => 0,
    randomBelow: (max) => Math.floor(Math.random() * max),
    sweepMs: 100,
    graceMs: 200,
    ...overrides,
  })
  const stopped = { yes: false }
  const stop = async (withinMs = 5000) => {
    if (stopped.yes) return
    stopped.yes = true
    await conversations.stop(withinMs)
  }
  // What is cut off here, by a disk that is slow, the next test's process would take for its own.
  onTestFinished(() => stop())
  return { ...conversations, stop, counted, logged, channelStates, reminders, erased }
}

function countersInto(counted: Counted): Counters {
  return {
    turns(count) {
      counted.turns += count
    },
    duplicates(count) {
      counted.duplicates += count
    },
    turnFailed() {
      counted.turnsFailed++
    },
    setAside() {
      counted.setAside++
    },
    send(_channel, result) {
      counted.sends[result] = (counted.sends[result] ?? 0) + 1
    },
    unknownOutcomes(_channel, count) {
      counted.unknownOutcomes += count
    },
  }
}

const numbers = { next: 0 }

/** An event of a chat on the fake channel. */
export function incoming(
  chat: string,
  event: IncomingEvent | string,
  more: Partial<Incoming> = {},
): Incoming {
  return {
    channel: 'telegram',
    account: 'bot',
    externalId: `${process.pid}-${numbers.next++}`,
    chat,
    group: false,
    addressed: true,
    event: typeof event === 'string' ? { kind: 'text', text: event } : event,
    ...more,
  }
}

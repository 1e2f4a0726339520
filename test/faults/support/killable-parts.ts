import type { KeyObject } from 'node:crypto'
import type { PushChannel, SendResult } from '../../../bots/channels/channel.ts'
import type { ConversationParts } from '../../../bots/inbox/start-conversations.ts'
import { testAnnouncementAccess } from '../../support/announcement-access.ts'
import { testDossierAccess } from '../../support/dossier-access.ts'
import { scriptedLink, scriptedTurn, text, wordsOf } from './scripted-turn.ts'

/** A channel that sends by HTTP to `api`. */
export function httpChannel(api: string): PushChannel {
  return {
    name: 'telegram',
    account: 'bot',
    capabilities: { maxText: 1000, edit: true },
    async send({ id, chat, reply }): Promise<SendResult> {
      const body = JSON.stringify({ id, chat, words: wordsOf(reply) })
      const response = await fetch(api, { method: 'POST', body })
      await response.arrayBuffer()
      return { ok: true, externalId: id }
    },
  }
}

/** What conversations of a process that is to be killed are run with, besides where they are stored and sent. */
export function killableParts(key: KeyObject) {
  return {
    counters: {
      turns() {},
      duplicates() {},
      turnFailed() {},
      setAside() {},
      send() {},
      unknownOutcomes() {},
    },
    runTurn: scriptedTurn,
    sayings: {
      apology: () => [text('sorry')],
      reminderMayWait: () => [],
      showCode: () => [],
      link: scriptedLink,
    },
    tapKey: key,
    tryKey: key,
    chatCodeKey: key,
    dossiers: testDossierAccess,
    announcements: testAnnouncementAccess,
    decodePhoto: async () => [],
    recordErasure: async () => {},
    reminderPlanned() {},
    onChannel() {},
    onWrite() {},
    random: Math.random,
    randomBelow: () => 0,
    sweepMs: 100,
    graceMs: 200,
  } satisfies Partial<ConversationParts>
}

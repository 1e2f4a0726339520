import { createSecretKey } from 'node:crypto'
import type { Lang } from '../bots/dialogue/event.ts'
import type { Reply } from '../bots/dialogue/reply.ts'
import { turn } from '../bots/dialogue/turn.ts'
import { linkSayings } from '../bots/flows/link-sayings.ts'
import type { Counters } from '../bots/inbox/counters.ts'
import type { ConversationParts } from '../bots/inbox/start-conversations.ts'
import type { Texts } from '../bots/texts/load-texts.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { recordErasure } from './database/record-erasure.ts'
import type { LoadedKnowledge } from './load-knowledge.ts'
import type { Log } from './log.ts'
import type { OpenDatabase } from './open-database.ts'
import { deriveKey } from './secret.ts'

interface Given {
  config: Config
  clock: Clock
  log: Log
  open: OpenDatabase
  /** What is known at this moment. */
  loaded(): LoadedKnowledge
}

/** What conversations need of this installation, the same for the server and for a command that talks. */
export function conversationParts({ config, clock, log, open, loaded }: Given) {
  const journal = { dataDir: config.dataDir, secret: open.secret }
  return {
    pool: open.turnPool,
    clock,
    log,
    counters: noCounters,
    runTurn: (state, event, now) => turn(state, event, loaded().knowledge, now),
    sayings: {
      apology(lang) {
        const { texts, hotline } = loaded()
        return [oneText(texts.text('failed', lang, { hotline }))]
      },
      showCode: (lang, code) => [showCode(loaded().texts, lang, code, config.publicUrl)],
      link: linkSayings((key, lang, values) => loaded().texts.text(key, lang, values)),
    },
    tapKey: createSecretKey(deriveKey(open.secret, 'taps')),
    tryKey: createSecretKey(deriveKey(open.secret, 'code tries')),
    chatCodeKey: createSecretKey(deriveKey(open.secret, 'chat codes')),
    recordErasure: (who, at) => recordErasure(journal, who, at),
    reminderPlanned: () => {},
    onChannel: () => {},
    onWrite: () => {},
    random: Math.random,
  } satisfies Partial<ConversationParts>
}

function oneText(text: string): Reply {
  return { blocks: [{ kind: 'text', text }] }
}

/** The code, and where the server has an address, a page that leads to every channel with it. */
function showCode(texts: Texts, lang: Lang, code: string, publicUrl: string | undefined): Reply {
  const { blocks } = oneText(texts.text('code.show', lang, { code }))
  if (!publicUrl) return { blocks }
  const link = { kind: 'link' as const, label: texts.text('code.link', lang), url: `${publicUrl}/l/${code}` }
  return { blocks: [...blocks, link] }
}

/** A command is over before anybody could ask for its figures. */
const noCounters: Counters = {
  turns: () => {},
  duplicates: () => {},
  turnFailed: () => {},
  setAside: () => {},
  send: () => {},
  unknownOutcomes: () => {},
}

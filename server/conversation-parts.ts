import { createSecretKey } from 'node:crypto'
import type { Alerts } from '../bots/channels/alerts.ts'
import type { ChannelName } from '../bots/channels/channel.ts'
import type { Reply } from '../bots/dialogue/reply.ts'
import { turn } from '../bots/dialogue/turn.ts'
import { linkSayings } from '../bots/flows/link-sayings.ts'
import type { Counters } from '../bots/inbox/counters.ts'
import type { ConversationParts } from '../bots/inbox/start-conversations.ts'
import { appendAudit } from '../office/audit/append-audit.ts'
import { createDesk } from '../office/desk/create-desk.ts'
import type { DeskParts } from '../office/desk/desk-parts.ts'
import { announcementSayings } from './announcements/announcement-sayings.ts'
import { servesUnit } from './announcements/serves-unit.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { recordErasure } from './database/record-erasure.ts'
import { dossierKey } from './dossiers/dossier-key.ts'
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
  /** That can be written to, each with what it can carry: an announcement is shown as on each of them. */
  channels: DeskParts['channels']
  /** Absent in a command, which nobody can guess at. */
  alerts?: Alerts
}

/** What conversations need of this installation, the same for the server and for a command that talks. */
export function conversationParts({ config, clock, log, open, loaded, alerts, channels }: Given) {
  const sayings = announcementSayings(loaded, config, open.secret)
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
      reminderMayWait: (lang) => [oneText(loaded().texts.text('remind.may_wait', lang))],
      showCode: (lang, code, carries) => {
        const { texts } = loaded()
        const said = texts.text(carries ? 'code.show' : 'code.show.bare', lang, { code })
        return [withLink(oneText(said), texts.text('code.link', lang), code, config.publicUrl)]
      },
      link: linkSayings((key, lang, values) => loaded().texts.text(key, lang, values)),
    },
    tapKey: createSecretKey(deriveKey(open.secret, 'taps')),
    tryKey: createSecretKey(deriveKey(open.secret, 'code tries')),
    chatCodeKey: createSecretKey(deriveKey(open.secret, 'chat codes')),
    dossiers: {
      key: dossierKey(open.secret),
      isDiscreet: (channel) => isDiscreet(loaded(), channel),
      record: appendAudit,
      guessed: () => alerts?.raise('dossiers.guessed'),
    },
    announcements: {
      topics() {
        const { topics, default_topic } = loaded().parts.announcements
        return { all: topics.map(({ id }) => id), first: default_topic }
      },
      desk: createDesk({
        known: () => ({
          facts: loaded().parts.announcements,
          sayings: sayings(),
          isUnit: servesUnit(config),
          served: config.units,
        }),
        channels,
        counting: open.pool,
      }),
    },
    // A terminal has no photos, nor has anything else that takes no other decoder.
    decodePhoto: async () => [],
    recordErasure: (who, at) => recordErasure(journal, who, at),
    reminderPlanned: () => {},
    onChannel: () => {},
    onWrite: () => {},
    random: Math.random,
  } satisfies Partial<ConversationParts>
}

/** Whether names and papers of dossiers are left out on a channel. */
export function isDiscreet({ parts }: LoadedKnowledge, channel: ChannelName): boolean {
  return parts.dossiers.rules.discreet_channels.includes(channel)
}

function oneText(text: string): Reply {
  return { blocks: [{ kind: 'text', text }] }
}

/** Where the server has an address, with a page that leads to every channel with the code. */
function withLink({ blocks }: Reply, label: string, code: string, publicUrl: string | undefined): Reply {
  if (!publicUrl) return { blocks }
  return { blocks: [...blocks, { kind: 'link', label, url: `${publicUrl}/l/${code}` }] }
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

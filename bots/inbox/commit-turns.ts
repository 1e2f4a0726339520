import type { KeyObject } from 'node:crypto'
import type { LastStatement } from '../../server/database/in-two-trips.ts'
import type { PushChannel } from '../channels/channel.ts'
import type { Reply } from '../dialogue/reply.ts'
import { type Channels, isPush, keyOf, noticeOf } from '../outbox/channels.ts'
import type { Outbox } from '../outbox/create-outbox.ts'
import type { Job } from '../outbox/hands.ts'
import { sealReply } from '../outbox/seal-reply.ts'
import { splitForChannel } from '../outbox/split-for-channel.ts'
import type { UnfinishedMessage } from './claim-conversations.ts'
import type { Handled } from './handle-conversation.ts'
import { type NewMessage, type Written, writeTurns } from './write-turns.ts'

export interface CommitParts {
  channels: Channels
  outbox: Pick<Outbox, 'hands' | 'gate'>
  tapKey: KeyObject
}

interface Draft {
  row: NewMessage
  /** Set when the message will be in this process's hand. */
  job?: Omit<Job, 'id'>
}

/** What is left after the commit. */
interface Committed {
  /** Messages in hand, to be accepted by the outbox. */
  jobs: Job[]
  /** Others wait in the database. */
  waiting: boolean
}

/**
 * How what turns decided is written. Where nothing stands in the way, messages are written as already in this
 * process's hand, which spares them the way through the database.
 * @param owner under which number messages are taken in hand; `null` when none may be
 * @param unfinished by conversation, read after the hands were reserved
 */
export function commitTurns(
  parts: CommitParts,
  handled: readonly Handled[],
  owner: string | null,
  unfinished: ReadonlyMap<string, readonly UnfinishedMessage[]>,
  at: { iso: string; ms: number },
): LastStatement<Written, Committed> {
  const notices = new Set<string>()
  const drafts = handled.flatMap((one) => {
    const { id, channel: name, account, chat } = one.conversation
    const channel = parts.channels.get(name, account)
    if (!channel || one.messages.length === 0) return []
    if (!isPush(channel)) {
      notices.add(noticeOf(name, account, chat))
      return cut(one, channel.capabilities, parts.tapKey).map((message) => ({
        row: { ...message.row, status: 'sent' as const, owner: null },
      }))
    }
    const before = unfinished.get(id) ?? []
    const open = before.map((message) => message.id)
    // What was held goes out now, from the database, and this after it: also where a hand still knows of it.
    const released = before.some((message) => message.held)
    const free = owner !== null && parts.outbox.gate.passable(keyOf(name, account))
    const standing = free && !released ? parts.outbox.hands.standing(id, open) : 'wait'
    if (standing === 'wait') notices.add('')
    return draftPush(
      one,
      channel,
      parts.tapKey,
      standing === 'wait' ? null : owner,
      standing === 'begin',
      at.ms,
    )
  })
  const rows = drafts.map((draft) => draft.row)
  return {
    statement: writeTurns(handled, rows, [...notices], at.iso),
    read([written]) {
      const jobs = drafts.flatMap(({ job }: Draft, index) => {
        const id = written?.ids[index]
        return job && id !== undefined ? [{ ...job, id }] : []
      })
      return { jobs, waiting: notices.has('') }
    },
  }
}

/**
 * @param begin whether the first is sent at once; those after it only when it has gone. Where there is something to
 *   wait for before, it is not begun yet.
 */
function draftPush(
  one: Handled,
  channel: PushChannel,
  tapKey: KeyObject,
  owner: string | null,
  begin: boolean,
  createdAt: number,
): Draft[] {
  const messages = cut(one, channel.capabilities, tapKey)
  return messages.map(({ row, reply, window }, index) => {
    const begun = begin && index === 0 && !channel.admit
    const status = begun ? 'sending' : 'pending'
    if (owner === null) return { row: { ...row, status, owner } }
    const farewell = one.erased && index === messages.length - 1
    return {
      row: { ...row, status, owner },
      job: {
        conversationId: one.conversation.id,
        channel,
        chat: one.conversation.chat,
        owner,
        reply,
        replaces: row.replaces,
        window,
        attempts: 0,
        unknownOutcomes: 0,
        createdAt,
        begun,
        ...(farewell ? { farewell: true as const } : {}),
      },
    }
  })
}

/** Replies as the messages they make, their buttons sealed. */
function cut(
  { conversation, messages }: Handled,
  capabilities: PushChannel['capabilities'],
  tapKey: KeyObject,
) {
  const sent = new Map<string, number>()
  return messages.flatMap(({ reply, answers, replaces }) =>
    splitForChannel(reply, capabilities).map((part, index) => {
      const sealed: Reply = sealReply(part, tapKey, conversation.id)
      const before = sent.get(answers.id) ?? 0
      sent.set(answers.id, before + 1)
      return {
        reply: sealed,
        window: { event: answers.external_id, at: answers.received_ms, sent: before },
        row: {
          conversation_id: conversation.id,
          inbox_id: answers.id,
          reply: JSON.stringify(sealed),
          replaces: index === 0 && capabilities.edit ? replaces : null,
        },
      }
    }),
  )
}

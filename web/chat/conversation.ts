import type { AssistantEntry, CitizenEntry } from '../../bots/channels/web/api.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { readTick } from './tick.ts'

/** What happened in the conversation, in the order the page learnt of it. */
export type Item = AssistantEntry | SentItem

/** Something the citizen did; until the server has it, it waits, and `failed` when the server never will. */
export type SentItem = CitizenEntry & { state: 'waiting' | 'sent' | 'failed' }

/** What is drawn: a message of either side. */
export type Drawn = DrawnReply | DrawnWords

export interface DrawnWords {
  from: 'citizen'
  key: string
  /** null for a photo, which is not kept. */
  text: string | null
  state: SentItem['state']
}

export interface DrawnReply {
  from: 'assistant'
  /** Stays when the message is replaced, so that the page keeps its place and the focus. */
  key: string
  /** The message's id as of now: what a tap refers to. */
  id: string
  /** Those of the messages it replaced: a quick second tap still refers to one of them. */
  earlier: string[]
  reply: Reply
  /** The choice that was taken. */
  chosen: { ref: string; state: SentItem['state'] } | null
  /** The newest question, still without an answer. */
  open: boolean
}

/** Folds what happened into what is drawn: replaced messages in their old place, taps on their question. */
export function draw(items: readonly Item[]): Drawn[] {
  const drawn: Drawn[] = []
  const replies: DrawnReply[] = []
  const cleared = items.findLastIndex((item) => item.from === 'assistant' && item.reply.clears)
  for (const item of items.slice(Math.max(0, cleared))) {
    if (item.from === 'assistant') {
      const old = replies.findLast((reply) => item.replaces && isOrWas(reply, item.replaces))
      if (old) {
        old.earlier.push(old.id)
        Object.assign(old, { id: item.id, reply: item.reply, chosen: null })
        continue
      }
      const reply: DrawnReply = {
        from: 'assistant',
        key: item.id,
        id: item.id,
        earlier: [],
        reply: item.reply,
        chosen: null,
        open: false,
      }
      replies.push(reply)
      drawn.push(reply)
    } else if (item.text !== undefined || item.photo) {
      drawn.push({ from: 'citizen', key: item.id, text: item.text ?? null, state: item.state })
    } else if (item.tap !== undefined) {
      const { tap, of, state } = item
      const question = replies.findLast((reply) => (of ? isOrWas(reply, of) : has(reply.reply, tap)))
      if (question) question.chosen = { ref: tap, state }
    }
  }
  const newest = replies.findLast(({ reply }) => reply.choices?.length)
  if (newest && !isSettled(newest)) newest.open = true
  return drawn
}

function isOrWas(reply: DrawnReply, id: string): boolean {
  return reply.id === id || reply.earlier.includes(id)
}

/** Ticking one of several settles nothing: the question stands until they are all ticked. */
function isSettled({ reply, chosen }: DrawnReply): boolean {
  if (!chosen) return false
  const choice = reply.choices?.find(({ ref }) => ref === chosen.ref)
  return !choice || readTick(choice.label) === null
}

function has(reply: Reply, ref: string): boolean {
  return reply.choices?.some((choice) => choice.ref === ref) ?? false
}

/** Adds what arrived unless it is there already: a resumed stream and a reload may bring the same again. */
export function addEntry(items: readonly Item[], entry: AssistantEntry): Item[] {
  const known = items.some((item) => item.from === 'assistant' && item.id === entry.id)
  return known ? [...items] : [...items, entry]
}

/** What the server knows, then what it doesn't know yet. */
export function mergeHistory(
  entries: readonly (AssistantEntry | CitizenEntry)[],
  unsent: readonly SentItem[],
): Item[] {
  const known = entries.map((entry): Item => (entry.from === 'citizen' ? { ...entry, state: 'sent' } : entry))
  const ids = new Set(entries.filter(({ from }) => from === 'citizen').map(({ id }) => id))
  return [...known, ...unsent.filter(({ id }) => !ids.has(id))]
}

export function setState(items: readonly Item[], id: string, state: SentItem['state']): Item[] {
  return items.map((item) => (item.from === 'citizen' && item.id === id ? { ...item, state } : item))
}

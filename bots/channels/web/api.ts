import { z } from 'zod'
import type { Block, Choice, Reply } from '../../dialogue/reply.ts'

/** Longest text that is taken in; what the dialogue makes of it is its own affair. */
export const longestText = 100_000

const block: z.ZodType<Block> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('title'), text: z.string() }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()), ordered: z.literal(true).optional() }),
  z.object({
    kind: z.literal('checklist'),
    items: z.array(z.object({ text: z.string(), note: z.string().optional(), done: z.boolean() })),
  }),
  z.object({ kind: z.literal('facts'), items: z.array(z.object({ label: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
  z.object({
    kind: z.literal('steps'),
    items: z.array(
      z.object({ label: z.string(), state: z.enum(['done', 'now', 'waiting', 'ended', 'to_come']) }),
    ),
  }),
])

const choice: z.ZodType<Choice> = z.object({
  label: z.string(),
  ref: z.string(),
  wayOut: z.literal(true).optional(),
})

const reply: z.ZodType<Reply> = z.object({
  blocks: z.array(block),
  progress: z.string().optional(),
  choices: z.array(choice).optional(),
  numberedFrom: z.number().optional(),
  lang: z.enum(['vi', 'en']).optional(),
  clears: z.literal(true).optional(),
  replacesTapped: z.literal(true).optional(),
})

/** A message of the assistant as the page gets it, in the history and on the stream. */
export const assistantEntry = z.object({
  from: z.literal('assistant'),
  /** Grows within a conversation; the stream resumes after it. */
  id: z.string(),
  at: z.string(),
  reply,
  /** The earlier message that this one stands in for. */
  replaces: z.string().optional(),
})

const citizenEntry = z.object({
  from: z.literal('citizen'),
  /** The id that the page gave it. */
  id: z.string(),
  at: z.string(),
  text: z.string().optional(),
  /** A photo was sent; it is not kept. */
  photo: z.literal(true).optional(),
  /** The `ref` of the choice that was tapped. */
  tap: z.string().optional(),
  /** The message that the choice belongs to. */
  of: z.string().optional(),
})

/** What `GET /api/chat/history` answers: both sides, oldest first. */
export const history = z.object({
  entries: z.array(z.discriminatedUnion('from', [assistantEntry, citizenEntry])),
  /** Where the stream goes on from. */
  cursor: z.string(),
})

export type AssistantEntry = z.infer<typeof assistantEntry>
export type CitizenEntry = z.infer<typeof citizenEntry>
export type ChatHistory = z.infer<typeof history>

/** The page's own id of what it posts: the same one again has no effect. */
const id = z.uuid()

/** What `POST /api/chat/messages` takes: one thing that the citizen did. */
export const posted = z.union([
  z.strictObject({ id, text: z.string() }).describe('Something typed'),
  z
    .strictObject({ id, tap: z.string().min(1).max(200), of: z.string().max(40).optional() })
    .describe('A choice, by its `ref`, and the message it belongs to'),
  z.strictObject({ id, language: z.enum(['vi', 'en']) }).describe('The language was switched'),
  z
    .strictObject({ id, start: z.string().max(64).nullable(), lang: z.enum(['vi', 'en']).optional() })
    .describe('The page was opened, perhaps for a procedure; `lang` is the language the page is shown in'),
])

export type Posted = z.infer<typeof posted>

export const accepted = z.object({ id: z.string() })

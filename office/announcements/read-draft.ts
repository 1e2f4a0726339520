import { z } from 'zod'
import type { DraftFields } from '../../bots/dialogue/event.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'

/** A list of more is a mistake, and none of it is looked at. */
const longestList = 500

/** So many mistakes of form are told one by one. */
const mostTold = 20

const text = z.string()
const ids = z.array(z.string()).max(longestList)
const area = { units: ids.optional(), groups: ids.optional() }

/** The shape of the file that an announcement is written in; what its parts say is checked afterwards. */
const draftFile = z.strictObject({
  title: text.optional(),
  text: text.optional(),
  topic: text.optional(),
  audience: z
    .strictObject({
      ...area,
      all: z.literal(true).optional(),
      chats: ids.optional(),
      except: z.strictObject(area).optional(),
      langs: z.array(z.enum(['vi', 'en'])).optional(),
      channels: ids.optional(),
    })
    .optional(),
  unit: text.optional(),
  at: text.nullish(),
  urgent: z.union([z.boolean(), text]).nullish(),
  expiresAt: text.nullish(),
  link: z.strictObject({ label: text, url: text }).nullish(),
  event: z.strictObject({ startsAt: text, endsAt: text.optional(), place: text.optional() }).nullish(),
  poll: z.strictObject({ question: text, options: z.array(text).max(longestList) }).nullish(),
  canary: z.boolean().optional(),
  attachments: z.array(text).max(longestList).optional(),
})

/** What a file says of an announcement. */
export interface ReadDraft {
  fields: DraftFields & { unit?: string }
  /** Paths as they were written; absent when the file says nothing of any. */
  attachments?: readonly string[]
}

/**
 * Reads an announcement out of the JSON it was written in.
 * @returns what it says; or everything that has not the shape it must have, in words that quote nothing
 */
export function readDraft(
  given: unknown,
  facts: Pick<AnnouncementFacts, 'urgent' | 'default_topic'>,
): { read: ReadDraft } | { problems: string[] } {
  const parsed = draftFile.safeParse(given)
  if (!parsed.success) {
    const { issues } = parsed.error
    const more = issues.length - mostTold
    const told = issues.slice(0, mostTold).map(sayIssue)
    return { problems: more > 0 ? [...told, `and ${more} more`] : told }
  }
  const { attachments, urgent, ...others } = parsed.data
  const category = categoryOf(urgent, others.topic ?? facts.default_topic, facts)
  const fields = { ...others, ...(category === undefined ? {} : { urgent: category }) } as ReadDraft['fields']
  return { read: { fields, ...(attachments ? { attachments } : {}) } }
}

/** `true` names no category: it is that of the topic, or the first. */
function categoryOf(
  urgent: boolean | string | null | undefined,
  topic: string,
  facts: Pick<AnnouncementFacts, 'urgent'>,
): string | null | undefined {
  if (urgent === true) return (facts.urgent.find((one) => one.topic === topic) ?? facts.urgent[0])?.id
  return urgent === false ? null : urgent
}

function sayIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.') || 'the file'
  if (issue.code === 'unrecognized_keys') return `${where} has a part that there is not: check its spelling`
  if (issue.code === 'too_big') return `${where} must be ${issue.maximum} at most`
  if (issue.code === 'invalid_type') return `${where} must be ${issue.expected}`
  return `${where} is not of the form it must have`
}

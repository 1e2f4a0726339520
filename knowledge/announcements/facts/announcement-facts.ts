import { z } from 'zod'

const both = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
const id = z.string().regex(/^[a-z][a-z-]{1,19}$/)
const unique = (list: readonly { id: string }[]) => new Set(list.map((one) => one.id)).size === list.length
const positive = z.int().min(1)

/** The shape of `data/announcements.yaml`, which explains its words. */
export const announcementFile = z.strictObject({
  topics: z
    .array(z.strictObject({ id, name: both, words: z.array(z.string().min(2)) }))
    .min(1)
    .refine(unique, 'each id once'),
  default_topic: id,
  urgent: z
    .array(z.strictObject({ id, name: both, topic: id.optional() }))
    .min(1)
    .refine(unique, 'each id once'),
  per_day: positive.max(20),
  digest_at: z.string().regex(/^(0[7-9]|1\d|2[01]):[0-5]\d$/, 'a time from 07:00 to 21:59, HH:MM, in quotes'),
  canary: z.strictObject({
    from: positive,
    share: z.number().gt(0).lt(1),
    least: positive,
    most_failed: z.number().gt(0).lt(1),
  }),
  retention_days: positive.max(3650),
  longest: z.strictObject({
    title: positive.max(300),
    text: positive.max(20_000),
    link_label: positive.max(100),
    place: positive.max(300),
    poll_question: positive.max(300),
    poll_option: positive.max(100),
  }),
  poll_options: positive.min(2).max(10),
  files: z.strictObject({
    most: positive.max(10),
    bytes: positive.max(20_000_000),
    types: z.array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/)).min(1),
  }),
  pace: z.record(
    z.enum(['telegram', 'zalo_oa', 'zalo_personal']),
    z.strictObject({ messages: positive.max(1000), ms: positive }),
  ),
})

/** What is known of announcements in general; all of it is data. */
export type AnnouncementFacts = z.infer<typeof announcementFile>

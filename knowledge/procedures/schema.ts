import { z } from 'zod'

/**
 * The shape of a procedure file (`knowledge/procedures/data/<code>.yaml`). From it the JSON Schema
 * that editors use is generated; every `describe` is what an official sees while editing.
 */

const id = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,19}$/, 'chỉ chữ thường không dấu, số và gạch dưới, tối đa 20 ký tự')
const procedureCode = z
  .string()
  .regex(/^(\d\.\d{6}|local\.[a-z0-9-]+)$/, 'mã thủ tục dạng 1.001193 hoặc local.ten-viec')
const isoDate = z.iso.date()

/** Said in both languages; Vietnamese first, since it is the one that counts. */
const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
export type LocalText = z.infer<typeof text>

/**
 * When something applies: every line must hold. A line names a question and the answer, or list of
 * answers, that it wants; `any_of` holds if one of its conditions does, `not` if its condition doesn't.
 */
export type Condition = {
  any_of?: Condition[] | undefined
  not?: Condition | undefined
} & { [question: string]: string | string[] | Comparison | Condition | Condition[] | undefined }

/** Of a number question: inclusive bounds. Of a date question: whole calendar days from it to today. */
const comparison = z.strictObject({
  at_least: z.number().optional(),
  at_most: z.number().optional(),
  days_ago_at_least: z.number().int().optional(),
  days_ago_at_most: z.number().int().optional(),
})
export type Comparison = z.infer<typeof comparison>

const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .object({ any_of: z.array(condition).min(1).optional(), not: condition.optional() })
    .catchall(z.union([z.string(), z.array(z.string()).min(1), comparison])),
) as z.ZodType<Condition>

const choice = z.strictObject({
  id,
  label: text.describe('Begins with the word that tells it from the other choices; at most 40 characters'),
  says: z
    .array(z.string())
    .default([])
    .describe(
      'Other ways people say it, with or without diacritics; "có", "không", "rồi", "chưa" come from `means`',
    ),
  means: z
    .enum(['yes', 'no', 'both', 'neither', 'unsure'])
    .optional()
    .describe('What a loose "dạ rồi", "chưa ạ", "cả hai", "không biết" stands for at this question'),
  note: text.optional().describe('One sentence said after choosing it: what it means for the person'),
  leads_to: procedureCode
    .optional()
    .describe('This case is another procedure: the guide offers it and ends here'),
  ends_with: text
    .optional()
    .describe('This case cannot go on here: says why and whose business it is, and the guide ends'),
})

const questionBase = {
  id: id.describe(
    'The same id in two procedures means the same thing: its answer is reused between linked ones',
  ),
  ask: text.describe('One short question, ending with a question mark'),
  help: text.optional().describe('Said when the person asks for help or does not understand'),
  when: condition.optional(),
}

const question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...questionBase, choices: z.array(choice).min(2).max(7) }),
  z.strictObject({ kind: z.literal('many'), ...questionBase, choices: z.array(choice).min(2).max(7) }),
  z.strictObject({
    kind: z.literal('date'),
    ...questionBase,
    not_future: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('number'),
    ...questionBase,
    min: z.number(),
    max: z.number(),
    unit: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    ...questionBase,
    max_length: z.number().int().max(200).default(100),
  }),
])
export type Question = z.infer<typeof question>
export type QuestionChoice = z.infer<typeof choice>

const paper = z.strictObject({
  id,
  name: text,
  form: z
    .enum(['original', 'copy', 'certified_copy', 'electronic', 'form', 'shown'])
    .describe('"shown": presented, not handed in'),
  copies: z.number().int().min(1).default(1),
  issued_by: text.optional(),
  when: condition.optional(),
  not_needed: z
    .array(z.strictObject({ when: condition.optional(), why: text }))
    .default([])
    .describe('When the office looks it up itself; without `when`, always, as long as the data can be found'),
  note: text.optional(),
  notes: z
    .array(z.strictObject({ text, when: condition.optional() }))
    .max(40)
    .default([])
    .describe('Like `note`, each for a case of its own, a way of filing for instance'),
  unverified: text.optional().describe('What about it still has to be asked; said as "cần hỏi lại cán bộ"'),
})
export type Paper = z.infer<typeof paper>

const way = z.enum(['online', 'direct', 'post'])
/** For which way of filing a line is. That way is said by itself: `case` need not name it. */
const ways = z.union([z.literal('any'), way, z.array(way).min(2)])
export type Ways = z.infer<typeof ways>

const fee = z.strictObject({
  case: text.optional().describe('Said before the amount, e.g. "Đăng ký quá hạn"'),
  when: condition.optional(),
  channel: ways,
  vnd: z.number().int().min(0).nullable().default(null),
  per: text.optional(),
  text: text.optional().describe('Said instead of an amount'),
  verified: z.boolean(),
  source: z.string().min(1),
})
export type Fee = z.infer<typeof fee>

const time = z.strictObject({
  case: text.optional(),
  when: condition.optional(),
  channel: ways.default('any'),
  value: z.number().int().min(0).nullable().default(null),
  unit: z.enum(['same_day', 'hour', 'day', 'working_day', 'month']).nullable().default(null),
  cutoff: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional()
    .describe('Received after it counts as received the next working day'),
  text: text.optional(),
  main: z
    .boolean()
    .default(true)
    .describe('false: a longer case that may happen; said, but not the date promised'),
  verified: z.boolean(),
  source: z.string().min(1),
})
export type ProcessingTime = z.infer<typeof time>

const deadline = z.strictObject({
  text,
  value: z
    .number()
    .int()
    .nullable()
    .default(null)
    .describe('null: `text` says it all, a time of the day for instance'),
  unit: z.enum(['hour', 'day', 'working_day', 'month']).nullable().default(null),
  from: z.union([id, z.null()]).default(null).describe('The date question it counts from, if there is one'),
  from_text: text.optional().describe('"kể từ …"; wanted with a value'),
  when: condition.optional(),
  verified: z.boolean(),
})
export type Deadline = z.infer<typeof deadline>

const link = z.strictObject({
  code: procedureCode,
  name: text.describe('Short name, said to the citizen'),
  why: text,
  when: condition.optional(),
  kind: z
    .enum(['next', 'instead', 'together'])
    .describe('next: after this one; instead: another case; together: can be done with it'),
})

const version = z.strictObject({
  from: isoDate.describe('First day it is in force, in Hanoi'),
  until: isoDate.nullable().default(null).describe('Last day it is in force; null while none is known'),
  changes: text
    .optional()
    .describe('What is new against the version before: one sentence, told to whoever is in the middle of it'),
  opening: text.optional().describe('Said once when the guide begins: condolences, for instance'),
  questions: z.array(question).max(12),
  papers: z.array(paper).max(40),
  fees: z.array(fee).max(40),
  times: z.array(time).max(40),
  channels: z.strictObject({
    online: z.boolean().nullable().default(null),
    direct: z.boolean().nullable().default(null),
    post: z.boolean().nullable().default(null),
    note: text.optional(),
  }),
  where: text.describe('Who takes the dossier, without the ward\'s name: "Điểm Phục vụ hành chính công …"'),
  office: z
    .enum(['one_stop', 'police', 'other'])
    .describe('Whose place and opening hours apply; other: neither, `where` says all there is to say'),
  who: text.describe('Who may file, and who may go in their place'),
  deadlines: z.array(deadline).max(40),
  late: text
    .optional()
    .describe(
      'What being late means for the person, as far as a source says so: still possible, fined, to be asked',
    ),
  result: text,
  notes: z
    .array(
      z.strictObject({
        text,
        when: condition.optional(),
        received: z
          .literal(true)
          .optional()
          .describe('About the money that the person receives: also said to whoever asks how much it is'),
      }),
    )
    .default([]),
  after: text.describe('What happens after filing, and by whom'),
  links: z.array(link).max(40),
  legal_basis: z.array(z.string()),
  unverified: z.array(z.strictObject({ field: z.string(), what: z.string() })),
})
export type ProcedureVersion = z.infer<typeof version>

export const procedureFile = z.strictObject({
  code: procedureCode,
  name: text,
  short: text.describe('As people call it, at most 40 characters'),
  aliases: z.array(z.string()).describe('How citizens ask for it; also without diacritics or shortened'),
  field: text,
  replaces: z.array(z.string()).default([]).describe('Old codes that this one took the place of'),
  former_names: z
    .array(z.strictObject({ name: z.string().min(1), now: text }))
    .default([])
    .describe(
      'What people still call it though it has gone or changed its name; `now` says what took its place',
    ),
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .describe('Its page on the national portal'),
  source: z.string().min(1),
  checked: isoDate,
  check_again: isoDate.describe('From this day on it is shown as past its check date'),
  versions: z.array(version).min(1),
})
export type ProcedureFile = z.infer<typeof procedureFile>

/** A procedure as in force on one day. `version` is the day it came into force. */
export type Procedure = Omit<ProcedureFile, 'versions'> & ProcedureVersion & { version: string }

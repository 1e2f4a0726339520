import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { checkFacts, parseFacts } from '../../../knowledge/files/parse-facts.ts'
import { AppError } from '../../../server/errors.ts'

const zns = z.strictObject({
  /** The number that Zalo gave the template once it was approved. */
  template_id: z.union([z.string().regex(/^\w{1,40}$/), z.int().positive().transform(String)]),
  data: z.record(z.string(), z.string()),
})

const transaction = z.strictObject({
  template_type: z.string().regex(/^transaction_[a-z_]+$/),
  language: z.enum(['VI', 'EN']).default('VI'),
  elements: z.array(z.record(z.string(), z.unknown())).min(1),
  buttons: z.array(z.record(z.string(), z.unknown())).max(4).optional(),
})

const template = z
  .strictObject({ zns: zns.optional(), transaction: transaction.optional() })
  .refine((one) => one.zns || one.transaction, 'needs `zns`, `transaction` or both')

const templates = z.record(z.string().regex(/^[a-z][a-z_]*$/), template)

/** What an operator had Zalo approve, by what it is for (`dossier_result`); texts hold `{names}` of values. */
export type Templates = z.infer<typeof templates>
export type Template = Templates[string]

/**
 * The operator's own file of templates.
 * @returns none when there is no file
 * @throws AppError `bad_data` naming file, line and field of what is wrong
 */
export async function readTemplates(file: string): Promise<Templates> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw new AppError('bad_data', `${file} cannot be read (${cause.code})`, { cause })
  })
  if (text === null) return {}
  const raw = parseFacts(file, text)
  return checkFacts(templates, raw.data ?? {}, raw)
}

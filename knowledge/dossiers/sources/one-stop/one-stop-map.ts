import { z } from 'zod'

const name = z.string().min(1).max(100)
const names = z.array(name).min(1)
const status = z.union(([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const).map((code) => z.literal(code)))
const form = z.string().regex(/^(iso|(?:yyyy|MM?|dd?|HH?|mm|ss|[ /.:T-])+)$/, 'such as d/M/yyyy H:mm, or iso')

const feed = z.strictObject({
  path: z.string().regex(/^[\w./-]{1,200}$/, 'what comes after the address, such as DongBoHoSoMC'),
  fields: z.strictObject({
    code: names,
    status: names,
    procedure: names.optional(),
    applicant: names.optional(),
    phone: names.optional(),
    identity: names.optional(),
    received_at: names.optional(),
    due_at: names.optional(),
    status_at: names.optional(),
    unit: names.optional(),
    note: names.optional(),
    supply_by: names.optional(),
    apology_at: names.optional(),
    result: names.optional(),
  }),
  status_at: z.partialRecord(z.stringFormat('a status', /^([1-9]|10)$/), name).optional(),
  supplements: z
    .strictObject({ list: name, paper: name, answered: name.optional(), due: name.optional() })
    .optional(),
  fees: z
    .strictObject({ list: name, amount: name, paid: name.optional(), paid_values: z.array(z.string()) })
    .optional(),
  results: z.strictObject({ list: name, name }).optional(),
})

/** The shape of `data/one-stop.yaml`, which says what each part means. */
export const oneStopFile = z.strictObject({
  source: z.string().min(1),
  checked: z.iso.date(),
  dates: z.array(form).min(1),
  blanks: z.array(z.string()),
  statuses: z.record(z.string(), status),
  units: z.record(z.string(), z.string().regex(/^[a-z0-9-]+$/, 'a slug, such as hoan-kiem')),
  feeds: z.strictObject({ dossiers: feed, progress: feed }),
})

export type OneStopMap = z.infer<typeof oneStopFile>
export type FeedMap = z.infer<typeof feed>
export type FeedName = keyof OneStopMap['feeds']

import { z } from 'zod'

const rising = (days: readonly number[]) => days.every((day, i) => day > (days[i - 1] ?? 0))

/** The shape of `data/rules.yaml`, which explains its words. */
export const ruleFile = z.strictObject({
  discreet_channels: z.array(z.enum(['telegram', 'zalo_oa', 'zalo_personal', 'web', 'terminal'])),
  settle_seconds: z.int().min(0).max(3600),
  due_soon_working_days: z.int().min(1).max(10),
  notice_hour: z
    .string()
    .regex(/^(0[7-9]|1\d|2[01]):[0-5]\d$/, 'a time from 07:00 to 21:59, HH:MM, in quotes'),
  uncollected_after_days: z
    .array(z.int().min(1).max(365))
    .max(2, 'nobody is reminded more than twice')
    .refine(rising, 'each later than the one before'),
})

export type DossierRules = z.infer<typeof ruleFile>

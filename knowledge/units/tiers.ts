import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
const tier = z.strictObject({ id: z.enum(['city', 'district', 'ward']), name: text })

const period = z.strictObject({
  from: z.iso.date().nullable().describe('First day; null for as long as anybody asks about'),
  until: z.iso.date().nullable().describe('Last day; null while it goes on'),
  tiers: z.array(tier).min(2).describe('The widest first'),
  source: z.string().min(1),
})

/** The shape of `data/tiers.yaml`: periods without a gap, the newest last. */
export const tiersFile = z
  .strictObject({ periods: z.array(period).min(1) })
  .check(({ value: { periods }, issues }) => {
    for (const [index, { until }] of periods.entries()) {
      const next = periods[index + 1]
      const follows = next ? until !== null && dayAfter(until) === next.from : until === null
      if (follows) continue
      const message = 'each period begins the day after the one before it ends, and only the last has no end'
      issues.push({ code: 'custom', input: periods, path: ['periods', index, 'until'], message })
    }
  })

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}

/** How local government was built for a time. */
export type TierPeriod = z.infer<typeof period>

import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

const day = z.strictObject({
  day: z.enum(['closed', 'worked']),
  status: z.enum(['announced', 'computed', 'proposed']),
  name: z.string().min(1),
  source: z.string().min(1),
})

/** The shape of `data/holidays.yaml`, which explains its words. */
export const holidays = z
  .strictObject({
    years: z.array(z.int().min(1990).max(2200)).min(1),
    sources: z.record(z.string(), z.string().min(1)),
    fixed: z.record(
      z
        .string()
        .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d)$|^(0[13-9]|1[0-2])-30$/, 'a day of every year, MM-DD'),
      z.strictObject({ name: z.string().min(1), since: z.int().default(0) }),
    ),
    days: z.record(z.iso.date(), day),
  })
  .check(({ value, issues }) => {
    const reject = (path: PropertyKey[], message: string) =>
      issues.push({ code: 'custom', input: value, path, message })
    value.years.forEach((year, i) => {
      const before = value.years[i - 1]
      if (before !== undefined && year !== before + 1) reject(['years', i], 'years follow one another')
    })
    for (const [date, entry] of Object.entries(value.days)) {
      const { dayOfWeek, year } = Temporal.PlainDate.from(date)
      if (!value.years.includes(year)) reject(['days', date], `${year} is not among the years`)
      if (entry.day === 'closed' && dayOfWeek > 5)
        reject(['days', date], 'a Saturday or Sunday is closed anyway')
      if (entry.day === 'worked' && dayOfWeek < 6)
        reject(['days', date], 'only a Saturday or Sunday is worked instead')
      if (!(entry.source in value.sources)) reject(['days', date, 'source'], `no source "${entry.source}"`)
    }
  })

export type Holidays = z.infer<typeof holidays>

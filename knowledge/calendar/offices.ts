import { z } from 'zod'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day, HH:MM, in quotes')

const span = z.strictObject({ from: time, to: time })

function spans(missing = 'is missing') {
  const error = ({ input }: { input?: unknown }) => (input === undefined ? missing : undefined)
  return z.array(span, { error }).check(({ value, issues }) => {
    value.forEach(({ from, to }, i) => {
      const before = value[i - 1]
      if (from >= to || (before && before.to > from)) {
        issues.push({
          code: 'custom',
          input: value,
          path: [i],
          message: 'the times of a day follow one another',
        })
      }
    })
  })
}

const office = z.strictObject({
  working_day: spans().min(1),
  saturday: spans(
    "is missing: write its hours, such as [{ from: '08:00', to: '11:30' }], or [] when it is closed",
  ),
  verified: z.boolean(),
  source: z.string().min(1),
})

/** The shape of `data/office-hours.yaml`; times are Hanoi's. */
export const offices = z.strictObject({
  offices: z.strictObject({ one_stop: office, police: office }),
  units: z
    .record(z.string(), z.strictObject({ one_stop: office.optional(), police: office.optional() }))
    .describe('By unit, where its offices keep hours of their own'),
})

export type Offices = z.infer<typeof offices>
export type Office = z.infer<typeof office>
export type Span = z.infer<typeof span>

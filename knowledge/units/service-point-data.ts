import { z } from 'zod'

const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\n]*$/, 'one line of text')
const said = z.strictObject({ vi: line(200), en: line(200) })

const place = z.strictObject({
  name: said.optional(),
  address: line(200).optional(),
  phone: z
    .string()
    .regex(/^\+?\d[\d .]{2,18}$/, 'digits, spaces and dots, in quotes')
    .optional(),
  map_url: z.url({ protocol: /^https?$/ }).optional(),
})

/** The shape of `data/service-points.yaml`: by unit, what is known of where people are received. */
export const servicePointData = z.strictObject({
  hotline: z.strictObject({
    number: z.string().regex(/^\+?\d[\d .]{2,18}$/, 'digits, spaces and dots, in quotes'),
    verified: z.boolean(),
    source: z.string().min(1),
  }),
  units: z.record(z.string(), z.strictObject({ one_stop: place.optional(), police: place.optional() })),
})

export type ServicePointData = z.infer<typeof servicePointData>

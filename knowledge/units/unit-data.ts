import { z } from 'zod'

const former = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['phường', 'xã', 'thị trấn']),
  district: z.string().regex(/^(quận|huyện|thị xã) ./, 'begins with quận, huyện or thị xã'),
  part: z.enum(['whole', 'part', 'rest']),
  people: z.enum(['none', 'all']).optional(),
  also: z.array(z.string().min(1)).optional(),
})

const unit = z.strictObject({
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens'),
  name: z.string().min(1),
  type: z.enum(['phuong', 'xa']),
  legal: z.string().min(1),
  bhxh: z.string().min(1).nullable(),
  former: z.array(former).min(1),
})

/** The shape of `data/units.json`, which says what `part` and `people` mean, and where it is from. */
export const unitData = z
  .strictObject({ about: z.record(z.string(), z.unknown()), units: z.array(unit).min(1) })
  .check(({ value, issues }) => {
    const seen = new Set<string>()
    value.units.forEach(({ slug }, i) => {
      if (seen.has(slug)) {
        issues.push({
          code: 'custom',
          input: value,
          path: ['units', i, 'slug'],
          message: `"${slug}" is there twice`,
        })
      }
      seen.add(slug)
    })
  })

export type UnitData = z.infer<typeof unitData>
export type FormerUnit = UnitData['units'][number]['former'][number]

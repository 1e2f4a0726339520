import type { Audience, Refusal } from '../../knowledge/announcements/announcement.ts'
import type { ActingOfficial } from './acting-official.ts'
import { covers } from './covers.ts'
import { writerRoles } from './writer-roles.ts'

/**
 * Whether an official may write to an audience in the name of a unit.
 * @param to.units those that the audience lies in
 * @returns why not; undefined when they may
 */
export function judgeWriting(
  { role, unit, reach }: ActingOfficial,
  to: { unit: string; audience: Audience; units: ReadonlySet<string> },
): Refusal | undefined {
  if (!writerRoles.includes(role)) return { why: 'no_role', values: { role } }
  const isOwn = unit === 'all' || to.unit === unit
  // Nobody speaks in the name of one ward to the people of another.
  const isTheirs = to.unit === 'all' || [...to.units].every((one) => one === to.unit)
  if (!isOwn || !isTheirs || !covers(reach, to.audience)) return { why: 'other_unit', values: { unit } }
  return undefined
}

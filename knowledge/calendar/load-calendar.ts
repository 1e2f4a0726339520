import { fileURLToPath } from 'node:url'
import { loadFacts } from '../files/load-facts.ts'
import { loadUnitData } from '../units/load-units.ts'
import type { Calendar } from './calendar.ts'
import { createCalendar } from './create-calendar.ts'
import { holidays } from './holidays.ts'
import { offices } from './offices.ts'

const data = (name: string) => fileURLToPath(new URL(`./data/${name}`, import.meta.url))

/**
 * The calendar from the built-in `holidays.yaml` and `office-hours.yaml`, with an operator's files of the
 * same names laid over them.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the calendar, and for each own file that was set aside one line that says why
 * @throws AppError `bad_data` when a built-in file is bad
 */
export async function loadCalendar(ownFolder?: string): Promise<{ calendar: Calendar; problems: string[] }> {
  const slugs = new Set((await loadUnitData()).units.map(({ slug }) => slug))
  const known = offices.check(({ value, issues }) => {
    for (const slug of Object.keys(value.units)) {
      if (slugs.has(slug)) continue
      const path = ['units', slug]
      issues.push({ code: 'custom', input: value, path, message: 'there is no unit of this name' })
    }
  })
  const own = (name: string) => (ownFolder === undefined ? undefined : { folder: ownFolder, name })
  const [days, hours] = await Promise.all([
    loadFacts(holidays, data('holidays.yaml'), own('holidays.yaml')),
    loadFacts(known, data('office-hours.yaml'), own('office-hours.yaml')),
  ])
  const problems = [days.problem, hours.problem].filter((problem) => problem !== undefined)
  return { calendar: createCalendar(days.facts, hours.facts), problems }
}

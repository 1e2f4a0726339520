import { fileURLToPath } from 'node:url'
import type { Knowledge } from '../bots/dialogue/flow.ts'
import { createKnowledge } from '../bots/flows/create-knowledge.ts'
import { loadTexts, type Texts } from '../bots/texts/load-texts.ts'
import { loadCalendar } from '../knowledge/calendar/load-calendar.ts'
import { loadMatcher } from '../knowledge/matching/load-matcher.ts'
import type { Match } from '../knowledge/matching/match.ts'
import { builtInProcedures, loadProcedures } from '../knowledge/procedures/load-procedures.ts'
import { loadServicePoints } from '../knowledge/units/load-service-points.ts'
import { loadUnits } from '../knowledge/units/load-units.ts'

const textFolder = fileURLToPath(new URL('../bots/texts', import.meta.url))

export interface LoadedKnowledge {
  knowledge: Knowledge
  texts: Texts
  hotline: string
  match(text: string): Match
  /** Files of the operator's that were set aside, one line each. */
  problems: string[]
}

/**
 * Reads everything the assistant knows.
 * @param options.served slugs of the units this instance serves; all when empty or absent
 * @param options.ownFolder the operator's own facts, laid over the built-in ones
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadKnowledge(
  options: { served?: readonly string[]; ownFolder?: string } = {},
): Promise<LoadedKnowledge> {
  const served = options.served ?? []
  const [catalogue, calendar, units, servicePoints, texts] = await Promise.all([
    loadProcedures(builtInProcedures),
    loadCalendar(options.ownFolder),
    loadUnits(served.length ? new Set(served) : undefined),
    loadServicePoints(options.ownFolder),
    loadTexts(textFolder),
  ])
  const matcher = await loadMatcher(catalogue)
  return {
    knowledge: createKnowledge({
      catalogue,
      calendar: calendar.calendar,
      units,
      servicePoints: servicePoints.points,
      match: matcher.match,
      texts,
      served,
    }),
    texts,
    hotline: servicePoints.points.hotline,
    match: matcher.match,
    problems: [...calendar.problems, ...(servicePoints.problem ? [servicePoints.problem] : [])],
  }
}

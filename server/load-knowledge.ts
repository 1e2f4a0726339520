import { fileURLToPath } from 'node:url'
import type { Temporal } from 'temporal-polyfill'
import type { Knowledge } from '../bots/dialogue/flow.ts'
import { createKnowledge } from '../bots/flows/create-knowledge.ts'
import { loadTexts, type Texts } from '../bots/texts/load-texts.ts'
import { loadCalendar } from '../knowledge/calendar/load-calendar.ts'
import { createMatcher, type MatchEntry } from '../knowledge/matching/create-matcher.ts'
import { loadMatchingData } from '../knowledge/matching/load-matching-data.ts'
import type { Match } from '../knowledge/matching/match.ts'
import { builtInProcedures, loadProcedures } from '../knowledge/procedures/load-procedures.ts'
import type { Procedure } from '../knowledge/procedures/schema.ts'
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

export interface KnowledgeOptions {
  /** Decides which versions of the procedures are looked for. */
  today: Temporal.PlainDate
  /** Slugs of the units this instance serves; all when empty or absent. */
  served?: readonly string[]
  /** The operator's own facts, laid over the built-in ones. */
  ownFolder?: string
}

/**
 * Reads everything the assistant knows.
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadKnowledge(options: KnowledgeOptions): Promise<LoadedKnowledge> {
  const served = options.served ?? []
  const [catalogue, matching, calendar, units, servicePoints, texts] = await Promise.all([
    loadProcedures(builtInProcedures),
    loadMatchingData(options.ownFolder),
    loadCalendar(options.ownFolder),
    loadUnits(served.length ? new Set(served) : undefined),
    loadServicePoints(options.ownFolder),
    loadTexts(textFolder),
  ])
  const entries = catalogue.all(options.today).map((procedure) => entryOf(procedure))
  const { match } = createMatcher(entries, matching.data)
  return {
    knowledge: createKnowledge({
      catalogue,
      calendar: calendar.calendar,
      units,
      servicePoints: servicePoints.points,
      match,
      texts,
      served,
    }),
    texts,
    hotline: servicePoints.points.hotline,
    match,
    problems: [
      ...calendar.problems,
      ...matching.problems,
      ...(servicePoints.problem ? [servicePoints.problem] : []),
    ],
  }
}

function entryOf({ code, name, short, aliases, field }: Procedure): MatchEntry {
  return { code, name: name.vi, short: short.vi, aliases: [...aliases, name.en, short.en], field: field.vi }
}

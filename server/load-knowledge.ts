import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Temporal } from 'temporal-polyfill'
import type { Knowledge } from '../bots/dialogue/flow.ts'
import { createKnowledge, type KnowledgeParts } from '../bots/flows/create-knowledge.ts'
import { loadTexts, type Texts } from '../bots/texts/load-texts.ts'
import { loadAnnouncementFacts } from '../knowledge/announcements/facts/load-announcement-facts.ts'
import { loadCalendar } from '../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../knowledge/dossiers/facts/load-dossier-facts.ts'
import { loadLifeEvents } from '../knowledge/life-events/load-life-events.ts'
import { loadMatcher } from '../knowledge/matching/load-matcher.ts'
import { matchingFiles } from '../knowledge/matching/load-matching-data.ts'
import type { Match } from '../knowledge/matching/match.ts'
import { loadProcedures } from '../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../knowledge/procedures/read-sources.ts'
import type { Procedure } from '../knowledge/procedures/schema.ts'
import { loadReferrals } from '../knowledge/referrals/load-referrals.ts'
import { loadServicePoints } from '../knowledge/units/load-service-points.ts'
import { loadUnits } from '../knowledge/units/load-units.ts'

const textFolder = fileURLToPath(new URL('../bots/texts', import.meta.url))

export interface LoadedKnowledge {
  knowledge: Knowledge
  /** What `knowledge` was made from, for pages that need no conversation. */
  parts: KnowledgeParts
  texts: Texts
  hotline: string
  /** Names of the units this instance serves; empty when it serves all of the city. */
  servedNames: string[]
  match(text: string): Match
  /** Files of the operator's that were set aside, one line each. */
  problems: string[]
  /** What the next reading may take over. */
  reusable: Reused
}

/** The matcher takes longest to build, and seldom has anything new to learn of. */
export interface Reused {
  matcher?: { madeFrom: string; match(text: string): Match; problems: string[] }
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
 * @param reused of an earlier reading, whatever has not changed since
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadKnowledge(
  options: KnowledgeOptions,
  reused: Reused = {},
): Promise<LoadedKnowledge> {
  const served = options.served ?? []
  const [{ catalogue, problems: unused }, calendar, units, servicePoints, dossiers, announcements, said] =
    await Promise.all([
      loadProcedures(builtInProcedures, options.ownFolder),
      loadCalendar(options.ownFolder),
      loadUnits(served.length ? new Set(served) : undefined),
      loadServicePoints(options.ownFolder),
      loadDossierFacts(options.ownFolder),
      loadAnnouncementFacts(options.ownFolder),
      loadTexts(textFolder, options.ownFolder),
    ])
  const lifeEvents = await loadLifeEvents((code) => catalogue.current(code) !== undefined, options.ownFolder)
  const { referrals, problem: unusedReferrals } = await loadReferrals(options.ownFolder)
  const named = catalogue.all(options.today)
  const madeFrom = await fingerprint(
    [named.map(namesOf), lifeEvents, referrals, unusedReferrals],
    options.ownFolder,
  )
  const matcher =
    reused.matcher?.madeFrom === madeFrom
      ? reused.matcher
      : { madeFrom, ...(await loadMatcher(named, options.ownFolder, lifeEvents.events)) }
  const { match } = matcher
  const { texts } = said
  const parts: KnowledgeParts = {
    catalogue,
    calendar: calendar.calendar,
    units,
    lifeEvents: lifeEvents.events,
    referrals,
    servicePoints: servicePoints.points,
    dossiers: dossiers.facts,
    announcements: announcements.facts,
    match,
    texts,
    served,
  }
  return {
    knowledge: createKnowledge(parts),
    parts,
    texts,
    hotline: servicePoints.points.hotline,
    servedNames: units.whole ? [] : units.all.map(({ said }) => said),
    match,
    problems: [
      ...unused,
      ...calendar.problems,
      ...matcher.problems,
      ...said.problems,
      ...dossiers.problems,
      ...[servicePoints.problem, lifeEvents.problem, announcements.problem].filter(
        (problem) => problem !== undefined,
      ),
    ],
    reusable: { matcher },
  }
}

/** All of a procedure that texts are held against. */
function namesOf({ code, name, short, aliases, former_names, replaces, field }: Procedure) {
  return [code, name, short, aliases, former_names, replaces, field]
}

/** Of everything a matcher is made from that can change while the server runs. */
async function fingerprint(names: unknown, ownFolder: string | undefined): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(names))
  for (const name of matchingFiles) {
    const own = ownFolder && (await readFile(join(ownFolder, name)).catch(() => undefined))
    hash.update(`\0${name}\0`).update(own || '')
  }
  return hash.digest('hex')
}

import type { Temporal } from 'temporal-polyfill'
import type { Lang } from '../../../bots/dialogue/event.ts'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import type { CaseScope } from '../../../bots/flows/guide/case-scope.ts'
import { createGuideWorld } from '../../../bots/flows/guide/create-guide-world.ts'
import { describeProcedure } from '../../../bots/flows/guide/describe-procedure.ts'
import type { ProcedureSheet } from '../../../bots/flows/guide/procedure-sheet.ts'
import { sayReferral } from '../../../bots/flows/say-referral.ts'
import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Match } from '../../../knowledge/matching/match.ts'
import { type Field, groupByField } from '../../../knowledge/procedures/group-by-field.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'

/** What the pages show of the knowledge, on one day and in one language. */
export interface CatalogueView {
  lang: Lang
  /** Every procedure in force, by name. */
  all: readonly Procedure[]
  find(code: string): Procedure | undefined
  /** The code in use now for this one, if it is known. */
  current(code: string): string | undefined
  fields: readonly Field[]
  lifeEvents: readonly LifeEvent[]
  match(text: string): Match
  /** Whose business a matter is that is not the ward's, with its doubt where nobody has verified it. */
  referral(id: string): string | undefined
  sheet(procedure: Procedure): ProcedureSheet
  text(key: string): string
  hotline: string
  /** The ward, when this instance serves only one. */
  ward: string | undefined
}

export function viewCatalogue(parts: KnowledgeParts, today: Temporal.PlainDate, lang: Lang): CatalogueView {
  const { catalogue, lifeEvents, referrals, servicePoints, texts, units, served } = parts
  const world = createGuideWorld(parts)
  const byName = new Intl.Collator('vi').compare
  const all = catalogue.all(today).sort((a, b) => byName(a.short[lang], b.short[lang]))
  const unit = served.length === 1 ? served[0] : undefined
  const scope: CaseScope = {
    answers: {},
    lang,
    today,
    unit,
    text: (key, values) => texts.text(key, lang, values),
  }
  return {
    lang,
    all,
    find: (code) => catalogue.find(code, today),
    current: catalogue.current,
    fields: groupByField(all).sort((a, b) => byName(a.name[lang], b.name[lang])),
    lifeEvents,
    match: parts.match,
    referral: (id) => sayReferral(referrals, id, scope),
    sheet: (procedure) => describeProcedure(procedure, scope, world),
    text: scope.text,
    hotline: servicePoints.hotline,
    ward: unit && units.find(unit) ? world.unitName(unit, lang) : undefined,
  }
}

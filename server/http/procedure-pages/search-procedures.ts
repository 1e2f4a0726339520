import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { CatalogueView } from './catalogue-view.ts'

/** What a search brought. */
export interface Found {
  procedures: Procedure[]
  /** Told of rather than asked for: the whole life event is worth a look. */
  event?: LifeEvent
  /** Why there is no procedure, whom to call first, or what took the place of a name that has gone. */
  says?: { kind: 'emergency' | 'referral' | 'renamed'; text: string } | { kind: 'no_procedure' | 'none' }
}

/** Looks for a procedure the way the assistant does, and by its code, also one that has been replaced. */
export function searchProcedures(text: string, view: CatalogueView): Found {
  const byCode = view.find(text)
  if (byCode) return { procedures: [byCode] }
  const match = view.match(text)
  const codes = new Set([...match.procedures.map(({ code }) => code), ...(match.also ?? [])])
  const procedures = [...codes].map(view.find).filter((one) => one !== undefined)
  const event = view.lifeEvents.find(({ id }) => id === match.lifeEvent)
  const found = { procedures, ...(event ? { event } : {}) }
  if (match.intent === 'emergency') {
    const text = view.text(match.call ? `emergency.${match.call}` : 'emergency')
    return { ...found, says: { kind: 'emergency', text } }
  }
  if (match.decision === 'procedure' || match.decision === 'choices') {
    const now = procedures[0]?.former_names.find(({ name }) => name === match.formerName)?.now[view.lang]
    return now ? { ...found, says: { kind: 'renamed', text: now } } : found
  }
  if (event) return found
  const referral = match.referral === undefined ? undefined : view.referral(match.referral)
  // What came near is no answer to somebody who asked for something else.
  if (referral) return { procedures: [], says: { kind: 'referral', text: referral } }
  return { procedures: [], says: { kind: match.decision === 'intent' ? 'no_procedure' : 'none' } }
}

import { Temporal } from 'temporal-polyfill'
import type { Aspect } from '../../../knowledge/matching/match.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block } from '../../dialogue/reply.ts'
import { sayShortDate } from '../say-values.ts'
import { feesOf, papersOf, sayFee, sayPaper, sayTime, timesOf } from './case-facts.ts'
import { sayDeadlines, sayDueIfFiledNow } from './due-facts.ts'
import type { GuideWorld } from './guide-world.ts'
import { mapOf, sayChannels, sayHours, sayPlace } from './place-facts.ts'

/** At most this many lines in one list; the rest comes with the guide. */
const mostLines = 7

/** The exact thing asked about a procedure, for the case as far as it is known. */
export function aboutProcedure(
  procedure: Procedure,
  aspect: Aspect,
  scope: Scope,
  world: GuideWorld,
): Block[] {
  const { lang } = scope
  const guide = procedure.short[lang]
  const papers = papersOf(procedure, scope).filter(({ notNeeded }) => notNeeded === undefined)
  // Said once above them when it is true of all.
  const allMaybe = papers.length > 1 && papers.every(({ sure }) => !sure)
  const says: Record<Aspect, () => string[]> = {
    papers: () =>
      papers.map(({ paper, sure }) => {
        const { text } = sayPaper(paper, scope)
        return sure || allMaybe ? text : `${text} (${scope.text('about.maybe')})`
      }),
    fee: () => feesOf(procedure, scope).map((fee) => sayFee(fee, scope)),
    time: () => [
      ...timesOf(procedure, scope).map((time) => sayTime(time, scope)),
      ...present(sayDueIfFiledNow(procedure, scope, world)),
    ],
    place: () => [sayPlace(procedure, scope, world), ...present(sayHours(procedure, scope, world))],
    hours: () => present(sayHours(procedure, scope, world)),
    online: () => [sayChannels(procedure, scope)],
    who: () => [procedure.who[lang]],
    deadline: () => sayDeadlines(procedure, scope, world),
    basis: () => [
      procedure.legal_basis.join('; '),
      scope.text('basis.checked', { date: sayShortDate(Temporal.PlainDate.from(procedure.checked)) }),
    ],
    result: () => [procedure.result[lang]],
    late: () => [...present(procedure.late?.[lang]), ...sayDeadlines(procedure, scope, world)],
  }
  const lines = says[aspect]().filter((line) => line)
  if (!lines.length) return [{ kind: 'text', text: scope.text(`about.${aspect}.none`, { guide }) }]
  const head = scope.text(aspect === 'papers' && allMaybe ? 'about.papers.maybe' : `about.${aspect}`, {
    guide,
  })
  const [only] = lines
  const map = aspect === 'place' ? mapOf(procedure, scope, world) : []
  if (lines.length === 1) return [{ kind: 'text', text: `${head} ${only}` }, ...map]
  const shown = lines.slice(0, mostLines)
  const more = lines.length - shown.length
  return [
    { kind: 'text', text: head },
    { kind: 'list', items: shown },
    ...map,
    ...(more ? [{ kind: 'text' as const, text: scope.text('about.more', { count: more }) }] : []),
  ]
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

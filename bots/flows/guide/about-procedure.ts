import { Temporal } from 'temporal-polyfill'
import type { Aspect } from '../../../knowledge/matching/match.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block } from '../../dialogue/reply.ts'
import { sayShortDate } from '../say-values.ts'
import { aboutPapers } from './about-papers.ts'
import { feesOf, notesOf, sayFee, sayTime, timesOf } from './case-facts.ts'
import { sayDeadlines, sayDueIfFiledNow } from './due-facts.ts'
import type { GuideWorld } from './guide-world.ts'
import { listUnder } from './list-under.ts'
import { mapOf, sayChannels, sayHours, sayPlace } from './place-facts.ts'

/** The exact thing asked about a procedure, for the case as far as it is known. */
export function aboutProcedure(
  procedure: Procedure,
  aspect: Aspect,
  scope: Scope,
  world: GuideWorld,
): Block[] {
  if (aspect === 'papers') return aboutPapers(procedure, scope)
  const { lang } = scope
  const guide = procedure.short[lang]
  const says: Record<Exclude<Aspect, 'papers'>, () => string[]> = {
    fee: () => feesOf(procedure, scope).map((fee) => sayFee(fee, scope)),
    time: () => {
      const due = sayDueIfFiledNow(procedure, scope, world)
      const times = timesOf(procedure, scope).map((time) => sayTime(time, scope))
      return [...times, ...(due === undefined ? [] : [`${scope.text('label.due')}: ${due}`])]
    },
    place: () => [sayPlace(procedure, scope, world), ...present(sayHours(procedure, scope, world))],
    hours: () => present(sayHours(procedure, scope, world)),
    online: () => [sayChannels(withoutDoubtOfOnline(procedure), scope)],
    who: () => [procedure.who[lang]],
    deadline: () => [...sayDeadlines(procedure, scope, world), ...present(procedure.late?.[lang])],
    basis: () => [
      procedure.legal_basis.join('; '),
      scope.text('basis.checked', { date: sayShortDate(Temporal.PlainDate.from(procedure.checked)) }),
    ],
    result: () => [procedure.result[lang]],
    late: () => [...present(procedure.late?.[lang]), ...sayDeadlines(procedure, scope, world)],
  }
  const lines = says[aspect]().filter((line) => line)
  const blocks: Block[] = lines.length
    ? listUnder(scope.text(headOf(aspect, procedure), { guide }), lines, scope)
    : [{ kind: 'text', text: scope.text(`about.${aspect}.none`, { guide }) }]
  return [
    // Who asks how much also means what comes in.
    ...(aspect === 'fee' ? receivedBlocks(procedure, scope) : []),
    ...blocks,
    ...(aspect === 'place' ? mapOf(procedure, scope, world) : []),
  ]
}

/** A question for yes or no is answered by one first. */
function headOf(aspect: Aspect, { channels }: Procedure): string {
  if (aspect !== 'online') return `about.${aspect}`
  if (channels.online === null) return 'about.online.unsure'
  return channels.online ? 'about.online.yes' : 'about.online.no'
}

/** The head has said it already. */
function withoutDoubtOfOnline(procedure: Procedure): Procedure {
  const { channels } = procedure
  return { ...procedure, channels: { ...channels, online: channels.online ?? false } }
}

function receivedBlocks(procedure: Procedure, scope: Scope): Block[] {
  return notesOf(procedure, scope)
    .filter(({ received }) => received)
    .map(({ text }) => ({ kind: 'text', text: text[scope.lang] }))
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

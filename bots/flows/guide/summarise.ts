import { holds } from '../../../knowledge/procedures/holds.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import type { Block, Choice, Reply } from '../../dialogue/reply.ts'
import { followChoice } from '../follow/follow-choices.ts'
import { capitalise } from '../say-values.ts'
import { feesOf, sayFee, sayTime, timesOf } from './case-facts.ts'
import { checklist } from './checklist.ts'
import { sayDeadlines, sayDueIfFiledNow } from './due-facts.ts'
import { gatherHedges } from './gather-hedges.ts'
import type { GuideWorld } from './guide-world.ts'
import { mapOf, sayChannels, sayHours, sayPlace } from './place-facts.ts'

/** The end of a guide: the papers of this case, then fee, time, place, and what happens next and by whom. */
export function summarise(procedure: Procedure, scope: Scope, world: GuideWorld): Reply[] {
  const run = scope.state.frames.at(-1)?.run ?? 0
  return [checklist(procedure, { run }, scope), factSheet(procedure, run, scope, world)]
}

/** Fee, time, place and the rest, with what can be done from here. */
function factSheet(procedure: Procedure, run: number, scope: Scope, world: GuideWorld): Reply {
  const { lang } = scope
  const online = scope.answers.channel === 'online'
  const hours = online ? undefined : sayHours(procedure, scope, world)
  const due = sayDueIfFiledNow(procedure, scope, world)
  const times = timesOf(procedure, scope).map((time) => sayTime(time, scope))
  const notes = procedure.notes.filter(({ when }) => holds(when, scope.answers, scope.today) === true)
  const received = notes.filter((note) => note.received).map(({ text }) => text[lang])
  const items = [
    {
      label: scope.text('label.where'),
      value: online ? scope.text('where.online') : sayPlace(procedure, scope, world),
    },
    ...(hours ? [{ label: scope.text('label.hours'), value: hours }] : []),
    ...(scope.answers.channel
      ? []
      : [{ label: scope.text('label.how'), value: sayChannels(procedure, scope) }]),
    {
      label: scope.text('label.fee'),
      value: sayLines(feesOf(procedure, scope).map((fee) => sayFee(fee, scope))) || scope.text('fee.unknown'),
    },
    ...(received.length ? [{ label: scope.text('label.received'), value: sayLines(received) }] : []),
    { label: scope.text('label.time'), value: sayLines(times) || scope.text('time.unknown') },
    ...(due ? [{ label: scope.text('label.due'), value: due }] : []),
  ]
  const deadlines = sayDeadlines(procedure, scope, world)
  const others = notes.filter((one) => !one.received).map(({ text }) => text[lang])
  const { short, note } = gatherHedges([...items.map(({ value }) => value), ...deadlines, ...others], scope)
  const blocks: Block[] = [
    { kind: 'facts', items: items.map(({ label, value }) => ({ label, value: capitalise(short(value)) })) },
  ]
  if (deadlines.length) {
    blocks.push(
      { kind: 'text', text: scope.text('label.deadlines') },
      { kind: 'list', items: deadlines.map((line) => capitalise(short(line))) },
    )
  }
  if (others.length)
    blocks.push({ kind: 'text', text: scope.text('label.notes') }, { kind: 'list', items: others.map(short) })
  if (note) blocks.push({ kind: 'text', text: note })
  if (!online) blocks.push(...mapOf(procedure, scope, world))
  if (procedure.url) blocks.push({ kind: 'link', label: scope.text('label.portal'), url: procedure.url })
  blocks.push({ kind: 'text', text: procedure.after[lang] })
  return { blocks, choices: nextSteps(procedure, run, scope, world) }
}

/** So many linked procedures leave room for the offer of the ward's news: five buttons are what every channel shows. */
const mostBesideNews = 2

/** Several of a kind stand each on a line of its own. */
function sayLines(lines: readonly string[]): string {
  return lines.length > 1 ? lines.map((line) => `\n– ${line}`).join('') : (lines[0] ?? '')
}

function nextSteps(procedure: Procedure, run: number, scope: Scope, world: GuideWorld): Choice[] {
  const linked = procedure.links
    .filter(({ kind, when }) => kind !== 'instead' && holds(when, scope.answers, scope.today) !== false)
    .flatMap(({ code, name }) => {
      const target = world.procedure(code, scope.today)
      return target && target.code !== procedure.code
        ? [
            {
              label: scope.text('choice.linked', { guide: name[scope.lang] }),
              ref: `l.${run}.${target.code}`,
            },
          ]
        : []
    })
  const shown = linked.slice(0, 3)
  return [
    { label: scope.text('choice.remind'), ref: `n.${procedure.code}` },
    ...shown,
    // Beside more than these it would crowd out what the person came for.
    ...(shown.length <= mostBesideNews ? [followChoice(scope)] : []),
    humanChoice(scope),
  ]
}

import type { Calendar } from '../../knowledge/calendar/calendar.ts'
import type { Match } from '../../knowledge/matching/match.ts'
import type { Catalogue } from '../../knowledge/procedures/catalogue.ts'
import type { ServicePoints } from '../../knowledge/units/service-points.ts'
import type { Units } from '../../knowledge/units/units.ts'
import { compileFlow } from '../dialogue/compile-flow.ts'
import type { CompiledFlow, Knowledge, Scope } from '../dialogue/flow.ts'
import type { Texts } from '../texts/load-texts.ts'
import { chooseWard } from './choose-ward.ts'
import { eraseData } from './erase-data.ts'
import { aboutProcedure } from './guide/about-procedure.ts'
import { buildGuide, guidedCode } from './guide/build-guide.ts'
import { checklist } from './guide/checklist.ts'
import type { GuideWorld } from './guide/guide-world.ts'
import type { HomeWorld } from './home/home-world.ts'
import { respond } from './home/respond.ts'
import { createCommands } from './read-command.ts'
import { setReminder } from './set-reminder.ts'
import { readSwitchId, switchGuide } from './switch-guide.ts'

/** Hanoi is 7 hours ahead of UTC all year round (no summer time since 1975), in ms. */
const hanoiOffset = 7 * 3_600_000
const dayLength = 24 * 3_600_000

/** Shown first at home: what citizens ask most (`facts`: civil status, residence, certification, business). */
const featured = ['1.001193', '3.000722', '1.000894', '2.000815', '1.004194', '1.001612', '1.014027']

export interface KnowledgeParts {
  catalogue: Catalogue
  calendar: Calendar
  units: Units
  servicePoints: ServicePoints
  match(text: string): Match
  texts: Texts
  /** Slugs of the units this instance serves; all of them when empty. */
  served: readonly string[]
}

/** Everything a turn knows, made from the data; made anew when they change. */
export function createKnowledge(parts: KnowledgeParts): Knowledge {
  const { texts, units } = parts
  const onlyUnit = parts.served.length === 1 ? parts.served[0] : undefined
  const guideWorld = createGuideWorld(parts)
  const flowOf = rememberFlows(parts, guideWorld)
  const home = createHomeWorld(parts, guideWorld, flowOf, onlyUnit)
  const command = createCommands(texts.commands)
  return {
    flow: flowOf,
    match: parts.match,
    command,
    text: texts.text,
    respond: (heard, scope) => respond(heard, scope, home),
    label: (ref, scope) => labelOf(ref, scope, home),
    onlyUnit: onlyUnit && units.find(onlyUnit) ? onlyUnit : undefined,
  }

  function labelOf(ref: string, scope: Scope, world: HomeWorld): string | undefined {
    if (ref.startsWith('p.')) return world.nameOf(ref.slice(2), scope)
    if (ref.startsWith('l.')) return world.nameOf(ref.split('.').slice(2).join('.'), scope)
    if (ref.startsWith('t:')) {
      const guide = scope.state.finished?.find(({ run }) => ref.startsWith(`t:${run}.`))
      const papers = guide && world.papers(guide, scope)
      return papers?.choices?.find((choice) => choice.ref === ref)?.label.slice(2)
    }
    const key = `choice.${ref.slice(2)}`
    return ref.startsWith('c.') && texts.keys.includes(key) ? scope.text(key) : undefined
  }
}

function createGuideWorld({ calendar, catalogue, servicePoints, units, texts }: KnowledgeParts): GuideWorld {
  return {
    calendar,
    procedure: (code, on) => {
      const current = catalogue.current(code)
      return current && catalogue.find(current.code, on)
    },
    servicePoint: servicePoints.servicePoint,
    unitName(slug, lang) {
      const unit = units.find(slug)
      if (!unit) return slug
      if (lang === 'vi') return unit.said
      return `${unit.name} ${unit.type === 'phuong' ? 'ward' : 'commune'}`
    },
    hotline: servicePoints.hotline,
    both: texts.both,
  }
}

/**
 * Flows are compiled once each, a procedure's guide once for each of its versions. What is in force is looked
 * up once a day of Hanoi's, since every turn asks for its flow several times.
 */
function rememberFlows(parts: KnowledgeParts, world: GuideWorld): Knowledge['flow'] {
  const { units, catalogue, texts } = parts
  const guides = new Map<string, CompiledFlow>()
  const inForce = { day: Number.NaN, flows: new Map<string, CompiledFlow | undefined>() }
  const title = (id: string, scope: Scope): string => {
    const flow = flowOf(id, scope)?.flow
    return flow ? (typeof flow.title === 'function' ? flow.title(scope) : flow.title[scope.lang]) : ''
  }
  const fixed = new Map(
    [chooseWard(units, texts.both), eraseData(texts.both), setReminder(texts.both, title)].map((flow) => [
      flow.id,
      compileFlow(flow),
    ]),
  )
  const flowOf = (id: string, scope: Scope): CompiledFlow | undefined => {
    const known = fixed.get(id)
    if (known) return known
    const day = Math.floor((scope.now.epochMilliseconds + hanoiOffset) / dayLength)
    if (day !== inForce.day) {
      inForce.day = day
      inForce.flows.clear()
    }
    if (!inForce.flows.has(id)) inForce.flows.set(id, findFlow(id, scope))
    return inForce.flows.get(id)
  }
  const findFlow = (id: string, scope: Scope): CompiledFlow | undefined => {
    const code = guidedCode(id)
    if (code) {
      const procedure = catalogue.find(code, scope.today)
      if (!procedure) return undefined
      const key = `${code} ${procedure.version}`
      const guide = guides.get(key) ?? compileFlow(buildGuide(procedure, world))
      guides.set(key, guide)
      return guide
    }
    const [from, to] = readSwitchId(id) ?? []
    const both = [from, to].map((one) => one && catalogue.find(one, scope.today))
    const [first, second] = both
    if (!first || !second) return undefined
    return compileFlow(
      switchGuide(
        { code: first.code, name: first.short },
        { code: second.code, name: second.short },
        texts.both,
      ),
    )
  }
  return flowOf
}

function createHomeWorld(
  { catalogue, calendar, servicePoints, texts }: KnowledgeParts,
  world: GuideWorld,
  flowOf: Knowledge['flow'],
  onlyUnit: string | undefined,
): HomeWorld {
  const find = (code: string, scope: Scope) => catalogue.find(code, scope.today)
  const titleOf = (id: string, scope: Scope) => {
    const title = flowOf(id, scope)?.flow.title
    return title ? (typeof title === 'function' ? title(scope) : title[scope.lang]) : ''
  }
  const city = { vi: 'thành phố Hà Nội', en: 'the city of Hanoi' }
  return {
    hotline: servicePoints.hotline,
    served: (scope) => (onlyUnit ? world.unitName(onlyUnit, scope.lang) : city[scope.lang]),
    featured,
    codes: (scope) => catalogue.all(scope.today).map(({ code }) => code),
    nameOf: (code, scope) => find(code, scope)?.short[scope.lang],
    current: (code) => catalogue.current(code)?.code,
    about: (code, aspect, scope) => {
      const procedure = find(code, scope)
      return procedure && aboutProcedure(procedure, aspect, scope, world)
    },
    title: titleOf,
    codeOf: guidedCode,
    papers(guide, scope) {
      const procedure = find(guidedCode(guide.flow) ?? '', scope)
      return procedure && checklist(procedure, guide, scope.over(guide.answers))
    },
    desk(scope) {
      const { unit } = scope
      const point = unit ? servicePoints.servicePoint(unit, 'one_stop') : undefined
      const office = calendar.office('one_stop')
      const said = point?.hours?.[scope.lang] ?? office.said[scope.lang]
      const sure = point?.hours !== undefined || office.verified
      const address = point?.address ? `, ${point.address}` : ''
      return {
        place: point ? `${point.name[scope.lang]}${address}` : texts.text('desk.general', scope.lang),
        hours: sure ? said : `${said} ${scope.text('hedge')}`,
        openNow: calendar.isOpen(scope.now, 'one_stop'),
      }
    },
  }
}

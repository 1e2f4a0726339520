import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Catalogue } from '../../knowledge/procedures/catalogue.ts'
import type { Units } from '../../knowledge/units/units.ts'
import { compileFlow } from '../dialogue/compile-flow.ts'
import type { CompiledFlow, Knowledge, Scope } from '../dialogue/flow.ts'
import type { Texts } from '../texts/load-texts.ts'
import { deskFlow } from './announce/desk-flows.ts'
import { chooseGuide, readChooseId } from './choose-guide.ts'
import { chooseWard } from './choose-ward.ts'
import { proveDossier, readProveId } from './dossier/prove-dossier.ts'
import { eraseData, readEraseId } from './erase-data.ts'
import { followWard } from './follow/follow-ward.ts'
import { buildGuide, guidedCode, guideId } from './guide/build-guide.ts'
import type { GuideWorld } from './guide/guide-world.ts'
import { readReminderId, setReminder } from './set-reminder.ts'
import { readSwitchId, switchGuide } from './switch-guide.ts'

/** Hanoi is 7 hours ahead of UTC all year round (no summer time since 1975), in ms. */
const hanoiOffset = 7 * 3_600_000
const dayLength = 24 * 3_600_000

/** Drafts of announcements that are written at one time; each has a flow of its own, which one turn asks for often. */
const mostDesks = 50

interface Parts {
  catalogue: Catalogue
  units: Units
  texts: Texts
  announcements: AnnouncementFacts
}

/**
 * Flows are compiled once each, a procedure's guide once for each of its versions. What is in force is looked
 * up once a day of Hanoi's, since every turn asks for its flow several times.
 */
export function rememberFlows(parts: Parts, world: GuideWorld): Knowledge['flow'] {
  const { units, catalogue, texts, announcements } = parts
  const guides = new Map<string, CompiledFlow>()
  const desks = new Map<string, CompiledFlow>()
  const inForce = { day: Number.NaN, flows: new Map<string, CompiledFlow | undefined>() }
  const fixed = new Map(
    [chooseWard(units, texts.both), followWard(units, texts.both), eraseData([], texts.both)].map((flow) => [
      flow.id,
      compileFlow(flow),
    ]),
  )
  const flowOf = (id: string, scope: Scope): CompiledFlow | undefined => {
    const known = fixed.get(id)
    if (known) return known
    const proved = readProveId(id)
    // There is one for each code that anybody may type, so none of them is kept.
    if (proved) return compileFlow(proveDossier(proved, texts.both))
    const desk = desks.get(id) ?? compileDesk(id)
    if (desk) return desk
    const day = Math.floor((scope.now.epochMilliseconds + hanoiOffset) / dayLength)
    if (day !== inForce.day) {
      inForce.day = day
      inForce.flows.clear()
    }
    if (!inForce.flows.has(id)) inForce.flows.set(id, findFlow(id, scope))
    return inForce.flows.get(id)
  }
  const compileDesk = (id: string): CompiledFlow | undefined => {
    const flow = deskFlow(id, { both: texts.both, facts: announcements, units })
    if (!flow) return undefined
    const [oldest] = desks.keys()
    if (oldest !== undefined && desks.size >= mostDesks) desks.delete(oldest)
    const compiled = compileFlow(flow)
    desks.set(id, compiled)
    return compiled
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
    const reminded = guidedCode(readReminderId(id) ?? '')
    const guide = reminded && catalogue.find(reminded, scope.today)
    if (guide) return compileFlow(setReminder({ flow: guideId(guide.code), title: guide.short }, texts.both))
    const joined = readEraseId(id)
    if (joined) return compileFlow(eraseData(joined, texts.both))
    const named = (code = '') => {
      const procedure = catalogue.find(code, scope.today)
      return procedure && { code: procedure.code, name: procedure.short }
    }
    const [here, brought] = (readChooseId(id) ?? []).map(named)
    if (here && brought) return compileFlow(chooseGuide(here, brought, texts.both))
    const [from, to, ...others] = readSwitchId(id) ?? []
    const [first, second] = [named(from), named(to)]
    return first && second && compileFlow(switchGuide(first, second, others, texts.both))
  }
  return flowOf
}

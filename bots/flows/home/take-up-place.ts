import type { CarriedPlace } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Frame } from '../../dialogue/state.ts'
import { chooseId } from '../choose-guide.ts'
import { guidedCode } from '../guide/build-guide.ts'
import { guideUnderWay } from '../guide/guide-under-way.ts'
import { say } from './say.ts'

/** Whether there is such a guide here; one that was begun on an older version may have gone. */
export function isKnownPlace({ flow }: CarriedPlace, scope: Scope): boolean {
  return guidedCode(flow) !== undefined && scope.knowledge.flow(flow, scope) !== undefined
}

/**
 * Goes on with a guide that was begun elsewhere, at the same question with the same answers. Where another one is
 * under way or was left here, the person is asked which to go on with.
 * @param said what is said of it, before its question, when it is gone on with at once
 * @param replace go on with it whatever there is here
 */
export function takeUpPlace(
  { flow, answers, unit }: CarriedPlace,
  said: string,
  scope: Scope,
  { replace = false } = {},
): Outcome {
  const set = { unit: scope.state.unit ?? unit }
  const left = frameLeft(scope)
  const here = replace ? undefined : (guideUnderWay(scope)?.code ?? (left && guidedCode(left.flow)))
  const brought = guidedCode(flow)
  return here && brought
    ? { ...say(scope.text('code.received')), set, bring: { flow, answers, ask: chooseId(here, brought) } }
    : { ...say(said), set, begin: { flow, answers } }
}

/** What a code takes along from here: the guide under way, else the one that was left; null when there is neither. */
export function placeHere(scope: Scope): CarriedPlace | null {
  const frame = guideUnderWay(scope)?.frame ?? frameLeft(scope)
  if (!frame) return null
  const { flow, answers } = frame
  return { flow, answers, ...(scope.state.unit ? { unit: scope.state.unit } : {}) }
}

/** The guide that was left here, if there still is one. */
function frameLeft(scope: Scope): Frame | undefined {
  return scope.state.left?.find((frame) => isKnownPlace(frame, scope))
}

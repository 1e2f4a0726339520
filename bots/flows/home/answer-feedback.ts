import type { FeedbackKind } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { procedureChoices } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'

/** The procedure by which a complaint, or a denunciation, is settled. */
const settledBy: Partial<Record<FeedbackKind, string>> = { complaint: '2.002409', denunciation: '2.002396' }

/**
 * Where feedback goes: four kinds that the law keeps apart. Nothing is taken here; of a denunciation least of all,
 * whose author has a right not to be known.
 */
export function answerFeedback(kind: FeedbackKind | undefined, scope: Scope, world: HomeWorld): Outcome {
  const values = { hotline: world.hotline, place: world.desk(scope).place }
  const code = kind && settledBy[kind]
  const choices = code && !scope.state.group ? procedureChoices([code], scope, world) : []
  return say(scope.text(kind ? `feedback.${kind}` : 'feedback', values), choices)
}

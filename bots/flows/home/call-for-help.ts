import type { Match } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from './say.ts'

/** Whom to call, and nothing else: whoever is in danger is asked no question. What was under way waits. */
export function callForHelp(call: Match['call'], scope: Scope): Outcome {
  const resume = { label: scope.text('choice.resume'), ref: 'c.resume', wayOut: true as const }
  return {
    ...say(scope.text(call ? `emergency.${call}` : 'emergency'), scope.state.frames.length ? [resume] : []),
    quiet: true,
  }
}

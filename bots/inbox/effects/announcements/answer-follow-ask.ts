import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'

/** Answers what a turn asks of who follows what, in the turn's own transaction. */
export async function answerFollowAsk(_scope: EffectScope, _ask: FollowAsk): Promise<FollowAnswer> {
  return { kind: 'follows_nothing' }
}

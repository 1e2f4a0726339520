import type { FollowAnswer, FollowAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'

/** What follows from what the database answered about following announcements. */
export function takeFollowAnswer(
  _heard: { ask: FollowAsk; answer: FollowAnswer },
  scope: Scope,
  _world: HomeWorld,
): Outcome {
  return say(scope.text('old_button'))
}

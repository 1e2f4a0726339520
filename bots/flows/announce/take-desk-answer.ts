import type { DeskAnswer, DeskAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'

/** What follows from what the database answered an official about announcements. */
export function takeDeskAnswer(
  _heard: { ask: DeskAsk; answer: DeskAnswer },
  scope: Scope,
  _world: HomeWorld,
): Outcome {
  return say(scope.text('old_button'))
}

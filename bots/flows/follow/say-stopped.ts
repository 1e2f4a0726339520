import type { FollowAnswer, FollowAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Reply } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { decapitalise } from '../say-values.ts'
import { choicesOf, followAgainChoice } from './follow-choices.ts'
import { nameTopic } from './name-topic.ts'
import { sayFollowing } from './say-following.ts'

type Stopped = Extract<FollowAnswer, { kind: 'stopped_following' }>

/** Which news has ended, what is left of it, and the way back; said once. */
export function sayStopped(
  { was, left, last, notFollowed }: Stopped,
  ask: FollowAsk,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  // A guide goes on where it was, and is asked for again by whoever wants that.
  const quiet = ask.kind === 'stop_following' && ask.guide ? { quiet: true as const } : {}
  if (!left) {
    const only = last === undefined ? [] : choicesOf([`w.only.${last}`], scope, world)
    const reply: Reply = {
      blocks: [{ kind: 'text', text: scope.text('follow.stopped') }],
      choices: [...only, followAgainChoice(scope)],
      // Numbers belong to the question that is open.
      ...(scope.state.frames.length ? { numberedFrom: 0 } : {}),
    }
    return { replies: [reply], ...quiet }
  }
  const said = sayFollowing(left, scope, world)
  if (was !== 'all' && 'unit' in was)
    return say(scope.text('follow.stopped.unit', { ...said, unit: world.unitName(was.unit, scope) }))
  const topic = was !== 'all' && 'topic' in was ? was.topic : ''
  const key = notFollowed ? 'follow.stopped.not_followed' : 'follow.stopped.topic'
  const urgent = world.follow.urgent.includes(topic) ? [scope.text('follow.stopped.urgent')] : []
  return say(
    [scope.text(key, { ...said, topic: decapitalise(nameTopic(topic, scope, world)) }), ...urgent].join(' '),
    choicesOf(['w.t', 'w.off'], scope, world),
  )
}

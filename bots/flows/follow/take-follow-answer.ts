import type { FollowAnswer, FollowAsk, Following, OfferedGroups } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Choice, Reply } from '../../dialogue/reply.ts'
import { showHome } from '../home/greet.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { choicesOf, followAgainChoice, groupChoices, topicChoices } from './follow-choices.ts'
import { followWardId } from './follow-ward.ts'
import { hearPollAnswer } from './hear-poll-answer.ts'
import { sayFollowing } from './say-following.ts'
import { sayStopped } from './say-stopped.ts'
import { showFollowing } from './show-following.ts'

/** What follows from what the database answered about following announcements. */
export function takeFollowAnswer(
  { ask, answer }: { ask: FollowAsk; answer: FollowAnswer },
  scope: Scope,
  world: HomeWorld,
): Outcome {
  switch (answer.kind) {
    case 'following':
      return tellFollowing(answer, ask, scope, world)
    case 'follows_nothing':
      return tellNothing(ask, scope, world)
    case 'stopped_following':
      return ask.kind === 'stop_following' && ask.show === 'topics'
        ? tickTopics(answer.left, scope, world)
        : sayStopped(answer, ask, scope, world)
    case 'meant_guide':
      throw new Error('It is the engine that stops a guide')
    case 'group_joined':
      return tellJoined(answer, scope, world)
    case 'group_unknown':
      return say(scope.text(`follow.code.${answer.reason}`))
    case 'poll_answered':
      return {
        ...say(
          scope.text(answer.changed ? 'follow.poll.changed' : 'follow.poll.noted', { option: answer.option }),
        ),
        quiet: true,
      }
    case 'poll_over':
      return { ...say(scope.text('follow.poll.over')), quiet: true }
    case 'stop_unsure':
      return say(scope.text('follow.stop_unsure'), choicesOf(['w.stop'], scope, world))
    case 'open_polls':
      return hearPollAnswer(ask.kind === 'hear_poll' ? ask.words : '', answer.options, scope)
  }
}

type Followed = Extract<FollowAnswer, { kind: 'following' }>

function tellFollowing(answer: Followed, ask: FollowAsk, scope: Scope, world: HomeWorld): Outcome {
  if (ask.kind === 'follows') {
    if (ask.show === 'topics')
      return { ...say(scope.text('follow.topics'), topicChoices(answer, scope, world)) }
    if (ask.show === 'done') return say(scope.text('follow.done', sayFollowing(answer, scope, world)))
    if (ask.groupsOf !== undefined) return askForGroup(answer.offers, ask.from ?? 0, scope, world)
    return showFollowing(answer, scope, world)
  }
  if (ask.kind === 'find_group' && answer.fresh)
    return tellBegun(answer, { kind: 'follow', unit: ask.unit }, scope, world)
  if (ask.kind === 'find_group') return askForGroup(answer.offers, 0, scope, world, 'follow.groups.unclear')
  if (ask.kind === 'leave_group')
    return before(scope.text('follow.group.left'), showFollowing(answer, scope, world))
  if (ask.kind !== 'follow') return showFollowing(answer, scope, world)
  if (ask.show === 'topics') return tickTopics(answer, scope, world)
  return tellBegun(answer, ask, scope, world)
}

type FollowNews = Extract<FollowAsk, { kind: 'follow' }>

/** Confirmed once: whose news, about what, and how to stop. What else can be chosen is asked after it. */
function tellBegun(answer: Followed, ask: FollowNews, scope: Scope, world: HomeWorld): Outcome {
  const open = scope.state.frames.at(-1)?.flow
  const asked = open === followWardId
  const leaves = asked ? { leaves: open } : {}
  // The ward that was named is most likely the own one, where none is known yet.
  const set = ask.unit !== undefined && scope.unit === undefined ? { set: { unit: ask.unit } } : {}
  if (!answer.fresh && !answer.added) return { ...showFollowing(answer, scope, world), ...leaves, ...set }
  const said = sayFollowing(answer, scope, world)
  if (answer.fresh && answer.units.length === 0)
    return { ...say(scope.text('follow.begun.city', said)), begin: { flow: followWardId, keep: true } }
  const unit = ask.unit === undefined ? said.units : world.unitName(ask.unit, scope)
  const text = answer.fresh
    ? answer.groups.length
      ? scope.text('follow.group.begun', { ...said, group: said.groups })
      : scope.text('follow.begun', said)
    : ask.unit !== undefined && asked
      ? scope.text('follow.unit_added', { unit })
      : scope.text('follow.added', said)
  if (ask.show === 'home' && !scope.state.frames.length) {
    const home = showHome(scope, world)
    return { replies: [...(say(text).replies ?? []), home] }
  }
  const busy = scope.state.frames.length > (asked ? 1 : 0)
  const more = busy
    ? { choices: choicesOf(['w.show'], scope, world) }
    : chooseMore(ask.topics ? undefined : answer.offers, answer, scope, world)
  return { replies: [withMore(text, more)], ...leaves, ...set }
}

interface More {
  question?: string
  choices: Choice[]
}

/** One thing at a time: the neighbourhood group where there are any, then topics. */
function chooseMore(
  offers: OfferedGroups | undefined,
  following: Following,
  scope: Scope,
  world: HomeWorld,
): More {
  return offers
    ? { question: scope.text('follow.groups'), choices: groupChoices(offers, 0, scope, world) }
    : { question: scope.text('follow.topics'), choices: topicChoices(following, scope, world) }
}

function withMore(text: string, { question, choices }: More): Reply {
  const blocks = [text, ...(question === undefined ? [] : [question])]
  return { blocks: blocks.map((one) => ({ kind: 'text' as const, text: one })), choices }
}

function tellJoined(
  { group, unit, following, fresh }: Extract<FollowAnswer, { kind: 'group_joined' }>,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  const said = {
    ...sayFollowing(following, scope, world),
    group: group.name,
    unit: world.unitName(unit, scope),
  }
  const text = scope.text(fresh ? 'follow.group.begun' : 'follow.group.joined', said)
  const set = scope.unit === undefined ? { set: { unit } } : {}
  const more = scope.state.frames.length
    ? { choices: choicesOf(['w.show'], scope, world) }
    : chooseMore(undefined, following, scope, world)
  return { replies: [withMore(text, more)], ...set }
}

/** The same boxes as they are now, in the place of those that were tapped. */
function tickTopics(following: Following | undefined, scope: Scope, world: HomeWorld): Outcome {
  const text = scope.text(following ? 'follow.topics' : 'follow.topics.none')
  const choices = topicChoices(following, scope, world)
  return { replies: [{ blocks: [{ kind: 'text', text }], choices, replacesTapped: true }], quiet: true }
}

function askForGroup(
  offers: OfferedGroups | undefined,
  from: number,
  scope: Scope,
  world: HomeWorld,
  key = 'follow.groups',
): Outcome {
  return offers
    ? say(scope.text(key), groupChoices(offers, from, scope, world))
    : say(scope.text('follow.groups.none'), choicesOf(['w.t'], scope, world))
}

function tellNothing(ask: FollowAsk, scope: Scope, world: HomeWorld): Outcome {
  if (ask.kind === 'stop_following' && ask.dossiers) return { ask: { kind: 'my_dossiers', stop: 'telling' } }
  if (ask.kind === 'stop_following' && ask.bare)
    return before(scope.text('nothing.stop'), { replies: [showHome(scope, world)] })
  if (ask.kind === 'stop_following' && ask.show === 'topics') return tickTopics(undefined, scope, world)
  return say(scope.text('follow.nothing'), [followAgainChoice(scope)])
}

/** A sentence before everything else. */
function before(text: string, outcome: Outcome): Outcome {
  const [first, ...rest] = outcome.replies ?? []
  const lead = { kind: 'text' as const, text }
  return {
    ...outcome,
    replies: first ? [{ ...first, blocks: [lead, ...first.blocks] }, ...rest] : [{ blocks: [lead] }],
  }
}

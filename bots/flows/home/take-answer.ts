import type { AskAnswer, DeskAsk, FollowAsk } from '../../dialogue/event.ts'
import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { takeDeskAnswer } from '../announce/take-desk-answer.ts'
import { takeDossierAnswer } from '../dossier/take-dossier-answer.ts'
import { eraseId } from '../erase-data.ts'
import { takeFollowAnswer } from '../follow/take-follow-answer.ts'
import { showHome } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'
import { sayOfficial } from './say-official.ts'
import { showMyData } from './show-my-data.ts'
import { isKnownPlace, takeUpPlace } from './take-up-place.ts'

/** What follows from what the database answered. */
export function takeAnswer(
  { ask, answer }: Extract<Heard, { kind: 'answered' }>,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  switch (answer.kind) {
    case 'code_state':
      if (answer.place === null) return say(scope.text(answer.own ? 'code.own' : 'code.joining'))
      // Its guide may have gone meanwhile, which the person need not tell from a wrong code.
      return isKnownPlace(answer.place, scope)
        ? takeUpPlace(answer.place, scope.text('code.resumed'), scope, { replace: answer.own === true })
        : say(scope.text('code.unknown'))
    case 'code_refused':
      return say(
        scope.text(`${answer.reason === 'unknown' ? (answer.of ?? 'code') : 'code'}.${answer.reason}`),
      )
    case 'official_linked':
      return say(scope.text('chat_code.official', { ...sayOfficial(answer, scope, world) }))
    case 'group_bound':
      return bound(answer, scope, world)
    case 'offer_answered': {
      const where = scope.text(`side.${answer.where}`)
      return say(scope.text(`join.said.${answer.outcome}`, { where, hotline: world.hotline }))
    }
    case 'offer_over':
      return say(scope.text('join.over'))
    case 'joined_places':
      return goOn(answer, scope, world)
    case 'sides':
      return answer.to === 'show'
        ? showMyData(answer, scope, world)
        : { begin: { flow: eraseId(answer.sides.map(({ where }) => where)), keep: true } }
    case 'dossier':
    case 'dossier_unproved':
    case 'dossier_wrong':
    case 'dossier_wait':
    case 'slip_refused':
    case 'my_dossiers':
    case 'follow_over':
    case 'telling_set':
    case 'unfollowed':
      return takeDossierAnswer({ ask, answer }, scope, world)
    case 'following':
    case 'follows_nothing':
    case 'stopped_following':
    case 'meant_guide':
    case 'group_joined':
    case 'group_unknown':
    case 'poll_answered':
    case 'poll_over':
    case 'stop_unsure':
    case 'open_polls':
      return takeFollowAnswer({ ask: ask as FollowAsk, answer }, scope, world)
    case 'no_desk':
    case 'desk':
    case 'desk_announcement':
    case 'desk_done':
    case 'desk_refused':
    case 'desk_preview':
      return takeDeskAnswer({ ask: ask as DeskAsk, answer }, scope, world)
    case 'unlinked':
      return say(
        answer.where === null
          ? scope.text('unlink.over')
          : scope.text('unlink.done', { where: scope.text(`side.${answer.where}`) }),
      )
  }
}

type Bound = Extract<AskAnswer, { kind: 'group_bound' }>

/** From here on guides in the group know the ward. */
function bound({ unit, group }: Bound, scope: Scope, world: HomeWorld): Outcome {
  const said = { unit: world.unitName(unit, scope) }
  const text = group
    ? scope.text('chat_code.bound.group', { ...said, group })
    : scope.text('chat_code.bound', said)
  return { ...say(text), ...(unit === 'all' ? {} : { set: { unit } }) }
}

type Joined = Extract<AskAnswer, { kind: 'joined_places' }>

/** "Tiếp tục" with nothing under way here: on the person's other channels there may be. */
function goOn({ places }: Joined, scope: Scope, world: HomeWorld): Outcome {
  const place = places.find((one) => isKnownPlace(one, scope))
  if (place) {
    const said = scope.text('resumed.joined', { where: scope.text(`side.${place.where}`) })
    return takeUpPlace(place, said, scope, { replace: true })
  }
  const home = showHome(scope, world)
  const nothing = { kind: 'text' as const, text: scope.text('nothing.resume') }
  return { replies: [{ ...home, blocks: [nothing, ...home.blocks] }] }
}

import type { Intent } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import { guideUnderWay } from '../guide/guide-under-way.ts'
import { reminderId } from '../set-reminder.ts'
import { answerFeedback } from './answer-feedback.ts'
import { callForHelp } from './call-for-help.ts'
import { showHome } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { listEvents } from './list-procedures.ts'
import { say } from './say.ts'
import { placeHere } from './take-up-place.ts'

/** What the assistant does about a wish that is no procedure. */
export function followIntent(intent: Intent, scope: Scope, world: HomeWorld): Outcome {
  return follow[intent](scope, world)
}

const follow: Record<Intent, (scope: Scope, world: HomeWorld) => Outcome> = {
  emergency: (scope) => callForHelp(undefined, scope),
  human(scope, world) {
    const { hotline } = world
    const elsewhere = world.elsewhere(scope)
    return say(
      elsewhere
        ? scope.text('human.elsewhere', { hotline, place: elsewhere })
        : scope.text('human', { ...world.desk(scope) }),
    )
  },
  dossier_status: (scope) =>
    scope.state.group ? say(scope.text('dossier.group')) : { ask: { kind: 'my_dossiers' } },
  feedback: (scope, world) => answerFeedback(undefined, scope, world),
  meeting: (scope) => say(scope.text('meeting')),
  greeting: (scope, world) =>
    scope.state.frames.length
      ? say(scope.text('greeting'))
      : { replies: [withLead(scope.text('greeting'), scope, world)] },
  thanks: (scope) => say(scope.text('thanks')),
  insult: (scope) => say(scope.text('insult'), [humanChoice(scope)]),
  goodbye: (scope) => say(scope.text('goodbye')),
  who_are_you: (scope, world) =>
    say(scope.text('who_are_you', { ward: world.served(scope), hotline: world.hotline })),
  hours: (scope, world) => say(world.elsewhere(scope) ?? world.desk(scope).hours),
  place: (scope, world) => say(world.elsewhere(scope) ?? scope.text('desk.place', world.desk(scope))),
  erase_data: (scope) =>
    scope.state.group ? say(scope.text('group.erase')) : { ask: { kind: 'sides', to: 'erase' } },
  my_papers(scope, world) {
    const papers = (scope.state.finished ?? []).flatMap((guide) => world.papers(guide, scope) ?? [])
    return papers.length ? { replies: papers } : nothingYet('my_papers.none', scope, world)
  },
  remind_me(scope, world) {
    const flow = guideUnderWay(scope)?.frame.flow ?? scope.state.finished?.at(-1)?.flow
    return flow ? remindOf(flow, scope, world) : nothingYet('remind.nothing', scope, world)
  },
  list_procedures: (scope, world) => listEvents(0, scope, world),
  change_ward(scope) {
    if (scope.state.group) return say(scope.text('group.private'))
    if (scope.knowledge.onlyUnit) return say(scope.text('ward.only'))
    return { begin: { flow: 'ward', keep: true } }
  },
  resume_code(scope) {
    if (scope.state.group) return say(scope.text('group.private'))
    return { effects: [{ kind: 'issue_code', place: placeHere(scope), lang: scope.lang }], quiet: true }
  },
}

/** Asks when to remind of a guide. */
export function remindOf(flow: string, scope: Scope, world: HomeWorld): Outcome {
  return world.title(flow, scope)
    ? { begin: { flow: reminderId(flow), keep: true } }
    : say(scope.text('old_button'))
}

/** With what can be begun, unless something is under way. */
function nothingYet(key: string, scope: Scope, world: HomeWorld): Outcome {
  const text = scope.text(key)
  return scope.state.frames.length ? say(text) : { replies: [withLead(text, scope, world)] }
}

function withLead(text: string, scope: Scope, world: HomeWorld) {
  const home = showHome(scope, world)
  return { ...home, blocks: [{ kind: 'text' as const, text }, ...home.blocks] }
}

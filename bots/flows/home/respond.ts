import type { AskAnswer } from '../../dialogue/event.ts'
import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { greet, showHome } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { openAt } from './open-at.ts'
import { pressButton } from './press-button.ts'
import { readText } from './read-text.ts'
import { say } from './say.ts'

/** Everything the assistant answers outside the questions of a flow. */
export function respond(heard: Heard, scope: Scope, world: HomeWorld): Outcome {
  if (heard.kind === 'text') return readText(heard, scope, world)
  if (heard.kind === 'button') return pressButton(heard.ref, scope, world)
  if (heard.kind === 'greet') return { replies: [greet(scope, world)] }
  if (heard.kind === 'home') return { replies: [showHome(scope, world)] }
  if (heard.kind === 'start') return openAt(heard.payload, scope, world)
  if (heard.kind === 'attachment') return say(scope.text(`attachment.${heard.type}`))
  if (heard.kind === 'answered') {
    return takeUp(heard.answer, scope, world)
  }
  return oldButton(heard.run, scope, world)
}

/** What a resume code brought. Its guide may have gone meanwhile, which the person need not tell from a wrong code. */
function takeUp(answer: AskAnswer, scope: Scope, world: HomeWorld): Outcome {
  if (answer.kind === 'code_refused') return say(scope.text(`code.${answer.reason}`))
  const { flow, answers, unit } = answer.place
  if (!world.codeOf(flow) || !scope.knowledge.flow(flow, scope)) return say(scope.text('code.unknown'))
  return {
    replies: [{ blocks: [{ kind: 'text', text: scope.text('code.resumed') }] }],
    set: { unit: scope.state.unit ?? unit },
    begin: { flow, answers },
  }
}

/** A guide that is over says so and shows where things stand. */
function oldButton(run: number | undefined, scope: Scope, world: HomeWorld): Outcome {
  const guide = scope.state.finished?.find((one) => one.run === run)
  const papers = guide && world.papers(guide, scope)
  if (!guide || !papers) {
    const said = say(scope.text('old_button'))
    return scope.state.frames.length ? said : { replies: [...(said.replies ?? []), showHome(scope, world)] }
  }
  const text = scope.text('old_button.finished', { guide: world.title(guide.flow, scope) })
  const again = { label: scope.text('choice.redo'), ref: `r.${world.codeOf(guide.flow)}` }
  return {
    replies: [
      {
        ...papers,
        blocks: [{ kind: 'text', text }, ...papers.blocks],
        choices: [...(papers.choices ?? []), again],
      },
    ],
  }
}

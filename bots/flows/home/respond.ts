import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { hearProof } from '../dossier/hear-proof.ts'
import { greet, showHome } from './greet.ts'
import { hearAttachment } from './hear-attachment.ts'
import type { HomeWorld } from './home-world.ts'
import { openAt } from './open-at.ts'
import { pressButton } from './press-button.ts'
import { readText } from './read-text.ts'
import { say } from './say.ts'
import { takeAnswer } from './take-answer.ts'

/** Everything the assistant answers outside the questions of a flow. */
export function respond(heard: Heard, scope: Scope, world: HomeWorld): Outcome {
  if (heard.kind === 'text') return readText(heard, scope, world)
  if (heard.kind === 'button') return pressButton(heard.ref, scope, world)
  if (heard.kind === 'greet') return { replies: [greet(scope, world, heard.follows)] }
  if (heard.kind === 'home') return { replies: [showHome(scope, world)] }
  if (heard.kind === 'start') return openAt(heard, scope, world)
  if (heard.kind === 'attachment') return hearAttachment(heard, scope)
  if (heard.kind === 'contact' || heard.kind === 'photo_read') return hearProof(heard, scope)
  if (heard.kind === 'answered') return takeAnswer(heard, scope, world)
  return oldButton(heard.run, scope, world)
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

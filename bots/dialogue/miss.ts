import { askQuestion, tell } from './ask-question.ts'
import type { FlowChoice } from './flow.ts'
import { humanChoice } from './human-choice.ts'
import { isQuestion } from './is-question.ts'
import type { Reply } from './reply.ts'
import type { Sprint } from './sprint.ts'

interface Missed {
  /** What exactly could not be used, when that is known. */
  why?: string | undefined
  /** What may have been meant. */
  offer?: readonly FlowChoice[] | undefined
  /** What is said where no question is open. */
  atHome?: readonly Reply[] | undefined
}

/** Not understood: said kindly, then in other words, and the third time with a way to a person. */
export function miss(sprint: Sprint, { why, offer, atHome }: Missed): void {
  const misses = Math.min((sprint.state.misses ?? 0) + 1, 9)
  sprint.state = { ...sprint.state, misses }
  const open = sprint.open()
  if (!open || !isQuestion(open.step)) {
    if (why) sprint.lead(why)
    sprint.push(...(atHome ?? sprint.knowledge.respond({ kind: 'home' }, sprint.scope()).replies ?? []))
    return
  }
  const { lost } = open.compiled.flow
  const wayOut = misses >= 3 && !lost ? humanChoice(sprint) : undefined
  const { kind } = open.step
  // A reason that offers what was meant is worth more than another wording.
  if (offer || misses === 1) sprint.lead(why ?? sprint.text('miss.first'))
  // Who does not understand the question needs it explained, not repeated.
  const { help } = open.step
  if (misses === 1 && !offer && help) sprint.lead(tell(help, sprint.scope()))
  else if (misses === 2) {
    const reworded = 'reworded' in open.step ? open.step.reworded : undefined
    if (reworded) sprint.lead(tell(reworded, sprint.scope()))
    else sprint.lead(kind === 'choice' ? why : undefined, sprint.text(`miss.second.${kind}`))
  }
  if (misses >= 3)
    sprint.lead(offer ? undefined : why, lost ? tell(lost, sprint.scope()) : sprint.text('miss.third'))
  askQuestion(sprint, open.compiled, open.at, open.step, {
    ...(offer ? { offer } : {}),
    ...(wayOut ? { wayOut } : {}),
  })
}

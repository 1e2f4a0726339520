import { fold } from '../../knowledge/matching/fold.ts'
import { looseMeaning } from './answers/loose-meaning.ts'
import { tokenise } from './answers/tokenise.ts'
import { choicesOf } from './ask-question.ts'
import type { Scope } from './flow.ts'
import { isQuestion } from './is-question.ts'
import { readAnswerRef } from './refs.ts'
import type { Sprint } from './sprint.ts'
import { prepareChoices, understandAnswer } from './understand-answer.ts'

/** The way to a person is offered beside what is counted. */
const wayOut = 'c.human'
/** What takes something away, or changes what is told unasked, is never done because somebody says "vâng". */
const deliberate = /^(?:c\.(?:unremind|erase)$|d\.[tu]\.|k\.[dyu]\.)/
/** Offered in passing beside what is counted: it is taken by its whole label only. */
const aside = new Set(['w.on', 'w.again'])
/** Of the welcome. What else is offered with it is chosen among, so a yes can mean nothing but this. */
const offeredToAll = 'w.on'
/** What is followed changes by a whole label or a number, never by words that only resemble one, unless it is asked. */
const literal = /^w\.(?!stop$)/
/** Several of these may have been offered since, unasked: their words mean whichever waits, never one offered before. */
const numbered = /^k\.d\.(?:approve|return)\./
const number = /^(?:(?:so|chon)\s*)?\d{1,2}\s*[.)]?$/

/** What was offered last may be typed as its number or label; where one thing was offered, a yes takes it. */
export function hearOffered(sprint: Sprint, text: string): string | undefined {
  // A number belongs to the open question.
  if (sprint.open()?.step.kind === 'choice' && !/\p{L}/u.test(text)) return undefined
  const offered = offeredLabels(sprint)
  const known = offered.filter(({ ref }) => !aside.has(ref))
  const counted = known.filter(({ ref }) => ref !== wayOut).length
  const choices = known.map(({ ref, label }) => ({
    label,
    ...(ref === wayOut
      ? { wayOut: true as const }
      : counted === 1 && !deliberate.test(ref)
        ? { means: 'yes' as const }
        : {}),
  }))
  const said = understandAnswer(text, prepareChoices(choices))
  const ref = said.kind === 'chosen' ? known[said.index]?.ref : undefined
  const isYes = () => !/\b(?:cam on|thank)/.test(fold(text)) && looseMeaning(tokenise(text)) === 'yes'
  if (ref === undefined && !sprint.top && offered.some((one) => one.ref === offeredToAll) && isYes())
    return offeredToAll
  const isNumber = number.test(fold(text))
  return ref !== undefined && (literal.test(ref) || numbered.test(ref)) && !isNumber ? undefined : ref
}

/**
 * A label typed as it stands on the button outranks a command of the same words. A tick is not taken away by its words,
 * which name what is wanted.
 */
export function hearOfferedLabel(sprint: Sprint, text: string): string | undefined {
  const typed = fold(text)
  const found = offeredLabels(sprint).find(({ ref, label }) => !numbered.test(ref) && fold(label) === typed)
  return found?.ref.replace(/^w\.n\./, 'w.y.')
}

function offeredLabels(sprint: Sprint): { ref: string; label: string }[] {
  const scope = sprint.scope()
  return (sprint.state.offer ?? []).flatMap((ref) => {
    const label = labelOf(sprint, ref, scope)
    return label === undefined ? [] : [{ ref, label }]
  })
}

function labelOf(sprint: Sprint, ref: string, scope: Scope): string | undefined {
  const answer = readAnswerRef(ref)
  if (!answer) return sprint.knowledge.label(ref, scope)
  const open = sprint.open()
  if (!open || !isQuestion(open.step) || open.step.id !== answer.step) return undefined
  const own = choicesOf(open.step, scope).find(({ id }) => id === answer.value)
  if (own) return own.label[scope.lang]
  return 'show' in open.step ? open.step.show?.(answer.value, scope) : undefined
}

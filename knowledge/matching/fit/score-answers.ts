import type { Match } from '../match.ts'
import type { Question } from './read-questions.ts'

export interface Answered {
  question: Question
  answer: Match
}

/** One line of the table: how many of how many, and how it is said. */
export interface Share {
  name: string
  hits: number
  of: number
}

const isCode = (label: string) => /^(?:\d|local)\./.test(label)

/** Whether a question is about a procedure. */
export function asksProcedure({ expected }: Question): boolean {
  return expected.some(isCode)
}

/**
 * Whether what is asked for is among the first `within` of what the citizen is offered: the intent before the
 * procedures when the decision is `intent`, the procedures first otherwise, "none" alone.
 */
export function isHit({ question, answer }: Answered, within: number): boolean {
  const { expected, match } = question
  const codes = answer.procedures.map(({ code }) => code)
  const offered =
    answer.decision === 'none'
      ? ['none']
      : answer.decision === 'intent'
        ? [...answer.intents, ...codes]
        : [...codes, ...answer.intents]
  if (match === 'any' || within === 1)
    return expected.some((label) => offered.slice(0, within).includes(label))
  if (answer.decision === 'none') return false
  return expected.every((label) =>
    (isCode(label)
      ? codes.slice(0, Math.max(within, expected.length))
      : answer.intents.slice(0, within)
    ).includes(label),
  )
}

/** The table of the bars, from answers that nothing was learnt from. */
export function scoreAnswers(answered: readonly Answered[]): Share[] {
  const share = (name: string, all: readonly Answered[], hit: (one: Answered) => boolean): Share => ({
    name,
    hits: all.filter(hit).length,
    of: all.length,
  })
  const wanted = answered.filter(({ question }) => asksProcedure(question))
  const saidNone = answered.filter(({ answer }) => answer.decision === 'none')
  const isNone = ({ question }: Answered) => question.expected.includes('none')
  const intents = answered.filter((one) => !asksProcedure(one.question) && !isNone(one))
  const certain = answered.filter(({ answer }) => answer.decision === 'procedure')
  const two = answered.filter(({ question }) => question.match === 'all')
  return [
    share('R@1', wanted, (one) => isHit(one, 1)),
    share('R@3', wanted, (one) => isHit(one, 3)),
    share('choices', wanted, ({ answer }) => answer.decision === 'choices'),
    share('said at once, wrong', certain, (one) => !isHit(one, 1)),
    share('none: precision', saidNone, isNone),
    share('none: recall', answered.filter(isNone), ({ answer }) => answer.decision === 'none'),
    share('intents', intents, (one) => isHit(one, 1)),
    share('two in one message', two, (one) => isHit(one, 3)),
    share(
      'two served, two asked for',
      answered.filter(({ answer }) => answer.also),
      ({ question }) => question.match === 'all',
    ),
    share(
      'facet',
      answered.filter(({ question }) => question.facet),
      ({ question, answer }) => answer.aspect === question.facet,
    ),
    share(
      'kind of feedback',
      answered.filter(({ question }) => question.feedback),
      ({ question, answer }) => answer.feedback === question.feedback,
    ),
    share(
      'referral',
      answered.filter(({ question }) => question.referral),
      ({ question, answer }) => answer.referral === question.referral,
    ),
  ]
}

import type { Signs } from '../create-candidates.ts'
import { confidenceOf, confidenceSigns, type Gates } from '../judge.ts'
import type { Scored } from '../score-candidates.ts'

/** A question as it was scored without having been learnt from, and what it asks for. */
export interface Judged {
  scored: Scored
  expected: ReadonlySet<string>
  /** How many words it has. */
  words: number
}

/**
 * Of what is said at once, so much may be wrong among the labelled questions. They were made harder than what people
 * mostly write (denials, near misses, other offices' business in the ward's words), so in use it is less.
 */
const wrongShare = 0.015
/** What is not about procedures is less common in use than among the labelled questions, where much of it is a near miss. */
const otherWeight = 0.3
/** Long stories are asked back about anyway: they do not set the gate. */
const mostWords = 16
const rounds = 600

/** Finds how sure the first procedure must be, and how none and intents weigh against procedures. */
export function fitGates(questions: readonly Judged[]): Gates {
  const confidence = fitConfidence(questions)
  const { none, intent } = balance(questions)
  const said = questions
    .filter(({ scored, words }) => words <= mostWords && groupOf(scored, none, intent) === 'procedure')
    .map(({ scored, expected }) => ({
      sure: confidenceOf(scored, confidence),
      right: expected.has(scored.procedures[0]?.prepared.entry.code ?? ''),
      weight: [...expected].some((label) => groupName(label) === 'procedure') ? 1 : otherWeight,
    }))
    .sort((a, b) => b.sure - a.sure)
  let wrong = 0
  let all = 0
  let sure = 1
  for (const one of said) {
    all += one.weight
    if (!one.right) wrong += one.weight
    if (wrong <= wrongShare * all) sure = one.sure
  }
  return { confidence, sure: Number(sure.toFixed(4)), none, intent }
}

/** Logistic regression of the first procedure's being right, on questions that are about one. */
function fitConfidence(questions: readonly Judged[]): Signs {
  const rows = questions
    .filter(({ scored }) => scored.procedures.length > 0 && scored.procedure > 0.2)
    .map(({ scored, expected }) => ({
      signs: Object.entries(confidenceSigns(scored)),
      right: expected.has(scored.procedures[0]?.prepared.entry.code ?? '') ? 1 : 0,
    }))
  const weights: Record<string, number> = {}
  const squares: Record<string, number> = {}
  for (let round = 0; round < rounds; round++) {
    const slope: Record<string, number> = {}
    for (const { signs, right } of rows) {
      const odds = signs.reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0)
      const off = (1 / (1 + Math.exp(-odds)) - right) / rows.length
      for (const [name, value] of signs) slope[name] = (slope[name] ?? 0) + off * value
    }
    for (const [name, one] of Object.entries(slope)) {
      const pull = one + 0.001 * (weights[name] ?? 0)
      squares[name] = (squares[name] ?? 0) + pull * pull
      weights[name] = (weights[name] ?? 0) - (0.3 * pull) / Math.sqrt((squares[name] ?? 0) + 1e-8)
    }
  }
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, Number(weight.toFixed(3))]),
  )
}

type Group = 'procedure' | 'intent' | 'none'

function groupOf({ procedure, none, intents }: Scored, weighsNone: number, weighsIntent: number): Group {
  const intent = (intents[0]?.likely ?? 0) * weighsIntent
  if (intent >= none * weighsNone && intent > procedure) return 'intent'
  return none * weighsNone > procedure ? 'none' : 'procedure'
}

/** The weights under which most questions fall into the right one of the three. */
function balance(questions: readonly Judged[]): { none: number; intent: number } {
  const wanted = questions.map(({ expected }): ReadonlySet<Group> => new Set([...expected].map(groupName)))
  const steps = [0.4, 0.55, 0.75, 1, 1.35, 1.8, 2.5, 3.4, 4.5]
  let best = { none: 1, intent: 1, right: -1 }
  for (const none of steps) {
    for (const intent of steps) {
      const right = questions.filter(({ scored }, at) =>
        wanted[at]?.has(groupOf(scored, none, intent)),
      ).length
      const nearer = Math.abs(Math.log(none * intent)) < Math.abs(Math.log(best.none * best.intent))
      if (right > best.right || (right === best.right && nearer)) best = { none, intent, right }
    }
  }
  return { none: best.none, intent: best.intent }
}

function groupName(label: string): Group {
  if (label === 'none') return 'none'
  return /^(?:\d|local)\./.test(label) ? 'procedure' : 'intent'
}

import type { Candidates, Signs } from '../create-candidates.ts'
import type { ScorerWeights } from '../score-candidates.ts'
import { createRandom, shuffle } from './random.ts'

/** The candidates of a question as numbers, and which of them are right. */
export interface ScorerRow {
  /** The candidates' signs, as pairs of a place in the list of all signs and a value. */
  candidates: readonly { places: Int32Array; values: Float32Array; right: boolean }[]
  weight: number
}

const kinds = ['procedure', 'intent', 'none'] as const
const rounds = 8
const batch = 32
const l2 = 0.0005

/** Numbers the signs, so that rows can be made of candidates. */
export function createRows() {
  const places = new Map<string, number>()
  const pack = (kind: (typeof kinds)[number], signs: Signs, right: boolean) => {
    const used = Object.entries(signs).filter(([, value]) => value !== 0)
    for (const [name] of used) {
      const key = `${kind}.${name}`
      if (!places.has(key)) places.set(key, places.size)
    }
    return {
      places: Int32Array.from(used, ([name]) => places.get(`${kind}.${name}`) ?? 0),
      values: Float32Array.from(used, ([, value]) => value),
      right,
    }
  }
  return {
    places,
    rowOf(
      { procedures, intents, none }: Candidates,
      expected: ReadonlySet<string>,
      weight: number,
    ): ScorerRow {
      return {
        weight,
        candidates: [
          ...procedures.map(({ prepared, signs }) =>
            pack('procedure', signs, expected.has(prepared.entry.code)),
          ),
          ...intents.map(({ intent, signs }) => pack('intent', signs, expected.has(intent))),
          pack('none', none.signs, expected.has('none')),
        ],
      }
    },
  }
}

/** Finds the weights under which the right candidates are likeliest (conditional logit, Adam in small batches). */
export function fitScorer(rows: readonly ScorerRow[], places: ReadonlyMap<string, number>): ScorerWeights {
  const usable = rows.filter(({ candidates }) => candidates.some(({ right }) => right))
  const weights = new Float64Array(places.size)
  const mean = new Float64Array(places.size)
  const square = new Float64Array(places.size)
  const random = createRandom(5)
  const steps = { taken: 0, all: (rounds * usable.length) / batch }
  for (let round = 0; round < rounds; round++) {
    const order = shuffle(usable, random)
    for (let from = 0; from < order.length; from += batch) {
      const slope = weights.map((weight) => l2 * weight)
      for (const row of order.slice(from, from + batch)) addSlope(row, weights, slope, row.weight / batch)
      steps.taken++
      const rate = 0.05 * Math.max(0.02, 1 - steps.taken / steps.all)
      slope.forEach((one, at) => {
        mean[at] = 0.9 * (mean[at] ?? 0) + 0.1 * one
        square[at] = 0.995 * (square[at] ?? 0) + 0.005 * one * one
        const step = (mean[at] ?? 0) / (1 - 0.9 ** steps.taken)
        const size = Math.sqrt((square[at] ?? 0) / (1 - 0.995 ** steps.taken)) + 1e-8
        weights[at] = (weights[at] ?? 0) - (rate * step) / size
      })
    }
  }
  const named = (kind: string) =>
    Object.fromEntries(
      [...places]
        .filter(([name]) => name.startsWith(`${kind}.`))
        .map(([name, at]) => [name.slice(kind.length + 1), Number((weights[at] ?? 0).toFixed(3))]),
    )
  return { procedure: named('procedure'), intent: named('intent'), none: named('none') }
}

function addSlope(
  { candidates }: ScorerRow,
  weights: Float64Array,
  slope: Float64Array,
  share: number,
): void {
  const scores = candidates.map(({ places, values }) => {
    let score = 0
    for (let at = 0; at < places.length; at++) score += (values[at] ?? 0) * (weights[places[at] ?? 0] ?? 0)
    return score
  })
  const most = Math.max(...scores)
  const exps = scores.map((score) => Math.exp(score - most))
  const total = exps.reduce((sum, exp) => sum + exp, 0)
  const rightTotal = exps.reduce((sum, exp, at) => sum + (candidates[at]?.right ? exp : 0), 0)
  candidates.forEach(({ places, values, right }, one) => {
    const exp = exps[one] ?? 0
    const pull = share * (exp / total - (right ? exp / rightTotal : 0))
    if (pull < 1e-12 && pull > -1e-12) return
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? 0
      slope[place] = (slope[place] ?? 0) + pull * (values[at] ?? 0)
    }
  })
}

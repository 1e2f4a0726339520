import { deflateSync } from 'node:zlib'
import type { ClassifierModel } from '../create-classifier.ts'
import type { Features } from '../features-of.ts'
import { createRandom, shuffle } from './random.ts'

/** A text's signs and what it is about, several classes sharing its weight. */
export interface Example {
  features: Features
  classes: readonly string[]
  weight: number
}

/** Chosen by cross-validation; a sign of fewer than two questions (each also written bare) tells nothing. */
const training = { epochs: 8, rate: 2, l2: 1e-5, norm: 0.85, rarest: 4, decimals: 4, idf: 0.4 }

interface Row {
  columns: Int32Array
  values: Float32Array
  targets: Map<number, number>
  weight: number
}

/** Trains the softmax classifier by AdaGrad, in an order that is the same at every run. */
export function trainClassifier(examples: readonly Example[]): ClassifierModel {
  const classes = [...new Set(examples.flatMap((one) => one.classes))].sort()
  const counts = new Map<string, number>()
  for (const { features } of examples)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = [...counts].filter(([, count]) => count >= training.rarest).map(([name]) => name)
  names.sort()
  const rarity = names.map((name) => 1 + Math.log(examples.length / (counts.get(name) ?? 1)) * training.idf)
  const columns = new Map(names.map((name, at) => [name, at]))
  const rows = examples.map((example) => rowOf(example, columns, rarity, classes))
  const { weights, bias } = descend(rows, names.length, classes.length)
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6)
  const step = largest / 127
  const packed = Int8Array.from(weights, (weight) => Math.round(weight / step))
  return {
    classes: classes.join(' '),
    features: names.join(' '),
    rarity: rarity.map(round).join(' '),
    weights: deflateSync(Buffer.from(packed.buffer), { level: 9 }).toString('base64'),
    step: round(step),
    bias: Array.from(bias, round).join(' '),
    norm: training.norm,
  }
}

function round(value: number): number {
  return Number(value.toFixed(training.decimals))
}

function rowOf(
  { features, classes: meant, weight }: Example,
  columns: ReadonlyMap<string, number>,
  rarity: readonly number[],
  classes: readonly string[],
): Row {
  const known = [...features].flatMap(([name, value]) => {
    const column = columns.get(name)
    return column === undefined ? [] : [{ column, value: value * (rarity[column] ?? 1) }]
  })
  const squares = known.reduce((sum, { value }) => sum + value * value, 0)
  const scale = squares === 0 ? 0 : 1 / squares ** (training.norm / 2)
  return {
    columns: Int32Array.from(known, ({ column }) => column),
    values: Float32Array.from(known, ({ value }) => value * scale),
    targets: new Map(meant.map((name) => [classes.indexOf(name), 1 / meant.length])),
    weight,
  }
}

function descend(rows: readonly Row[], features: number, classes: number) {
  const weights = new Float32Array(features * classes)
  const bias = new Float32Array(classes)
  const biasSquares = new Float32Array(classes).fill(1e-2)
  const random = createRandom(7)
  const slopes = new Float32Array(classes)
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const rate = training.rate * (1 - epoch / training.epochs)
    for (const { columns, values, targets, weight } of shuffle(rows, random)) {
      slopes.set(bias)
      columns.forEach((column, at) => {
        const value = values[at] ?? 0
        const from = column * classes
        for (let one = 0; one < classes; one++)
          slopes[one] = (slopes[one] ?? 0) + value * (weights[from + one] ?? 0)
      })
      toSlopes(slopes, targets)
      for (let one = 0; one < classes; one++) {
        const slope = (slopes[one] ?? 0) * weight
        slopes[one] = slope
        biasSquares[one] = (biasSquares[one] ?? 0) + slope * slope
        bias[one] = (bias[one] ?? 0) - (0.1 * slope) / Math.sqrt(biasSquares[one] ?? 1)
      }
      columns.forEach((column, at) => {
        const value = values[at] ?? 0
        const from = column * classes
        for (let one = 0; one < classes; one++) {
          const slope = slopes[one] ?? 0
          const place = from + one
          const current = weights[place] ?? 0
          weights[place] = current - rate * (slope * value + training.l2 * current)
        }
      })
    }
  }
  return { weights, bias }
}

/** Softmax, less what it should have been. */
function toSlopes(scores: Float32Array, targets: ReadonlyMap<number, number>): void {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) most = Math.max(most, score)
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    const exp = Math.exp((scores[at] ?? 0) - most)
    scores[at] = exp
    sum += exp
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum - (targets.get(at) ?? 0)
}

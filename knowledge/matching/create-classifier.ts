import { inflateSync } from 'node:zlib'
import type { Features } from './features-of.ts'

/** A linear softmax classifier as it lies in `data/weights.json`; lists are written with spaces between. */
export interface ClassifierModel {
  /** What it tells apart: codes, intents (feedback by its kinds), "none" and "none:<referral>". */
  classes: string
  /** The signs it knows, and how much each counts at all (rare ones more). */
  features: string
  rarity: string
  /** One row a feature, one signed byte a class, deflated, base64; a weight is the byte times `step`. */
  weights: string
  step: number
  bias: string
  /** The features of a text are divided by their length to this power. */
  norm: number
}

export interface Classifier {
  classes: readonly string[]
  /** Log-probabilities in the order of `classes`. */
  classify(features: Features): Float64Array
}

/**
 * Unpacks a model.
 * @throws RangeError when its parts do not fit each other
 */
export function createClassifier(model: ClassifierModel): Classifier {
  const bytes = inflateSync(Buffer.from(model.weights, 'base64'))
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const classes = model.classes.split(' ')
  const bias = model.bias.split(' ').map(Number)
  const rarity = model.rarity.split(' ').map(Number)
  const names = model.features.split(' ')
  const many = classes.length
  if (bias.length !== many || rarity.length !== names.length || weights.length !== many * names.length)
    throw new RangeError('the numbers of classes, features and weights do not fit')
  const rows = new Map(names.map((name, row) => [name, { row, weight: rarity[row] ?? 1 }]))
  return {
    classes,
    classify(features) {
      const scores = new Float64Array(many)
      let squares = 0
      for (const [name, value] of features) {
        const known = rows.get(name)
        if (!known) continue
        const weight = value * known.weight
        squares += weight * weight
        const from = known.row * many
        for (let at = 0; at < many; at++) scores[at] = (scores[at] ?? 0) + weight * (weights[from + at] ?? 0)
      }
      const scale = squares === 0 ? 0 : model.step / squares ** (model.norm / 2)
      for (let at = 0; at < many; at++) scores[at] = (scores[at] ?? 0) * scale + (bias[at] ?? 0)
      return logSoftmax(scores)
    },
  }
}

function logSoftmax(scores: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) most = Math.max(most, score)
  let sum = 0
  for (const score of scores) sum += Math.exp(score - most)
  const total = most + Math.log(sum)
  return scores.map((score) => score - total)
}

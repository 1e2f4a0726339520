import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import type { MatchingModel } from './create-matcher.ts'

const weights = z.record(z.string(), z.number())
const classifier = z.object({
  classes: z.string(),
  features: z.string(),
  rarity: z.string(),
  weights: z.base64(),
  step: z.number(),
  bias: z.string(),
  norm: z.number(),
})
const model = z.object({
  classifier,
  aspects: classifier,
  scorer: z.object({ procedure: weights, intent: weights, none: weights }),
  gates: z.object({ confidence: weights, sure: z.number(), none: z.number(), intent: z.number() }),
})

/**
 * Reads what was learnt from labelled questions.
 * @throws AppError `bad_data` when the file is missing or is no model: `npm run fit:matching` writes it anew
 */
export async function loadModel(
  path = join(import.meta.dirname, 'data/weights.json'),
): Promise<MatchingModel> {
  try {
    return model.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw new AppError('bad_data', `${path}: no model of matching; npm run fit:matching writes one`, {
      cause,
    })
  }
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../server/errors.ts'

/** A question and what it asks for, one JSON line of `questions/*.jsonl`; see the README beside it. */
const question = z.object({
  id: z.string().min(1),
  text: z.string(),
  kind: z.string().optional(),
  style: z.string().optional(),
  /** Codes, intents, or "none". */
  expected: z.array(z.string().min(1)).min(1),
  /** `any`: one of them is right; `all`: each of them is asked for. */
  match: z.enum(['any', 'all']).default('any'),
  facet: z.string().nullish(),
  feedback: z.enum(['rules', 'scene', 'complaint', 'denunciation']).optional(),
  referral: z.string().optional(),
  lifeEvent: z.string().optional(),
})
export type Question = z.infer<typeof question>

/**
 * Reads every labelled question of a folder, its files in the order of their names.
 * @throws AppError `bad_data`, naming file and line, for one that is no question or an id given twice
 */
export async function readQuestions(folder: string): Promise<Question[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const questions: Question[] = []
  const ids = new Set<string>()
  for (const name of files) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n')
    lines.forEach((line, at) => {
      if (line.trim() === '') return
      const read = readLine(line)
      const id = read?.id ?? ''
      if (!read || ids.has(id))
        throw new AppError('bad_data', `${name}:${at + 1}: ${read ? `the id ${id} again` : 'no question'}`)
      ids.add(id)
      questions.push(read)
    })
  }
  return questions
}

function readLine(line: string): Question | undefined {
  try {
    return question.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

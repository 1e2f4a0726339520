import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import { tellIssues, tellMistakes } from './tell-mistakes.ts'
import { hasUnfitCharacter } from './unfit-character.ts'

/** A facts file read as YAML (or JSON, which is YAML too), not yet held against a schema. */
export interface RawFacts {
  /** How messages name it: its path. */
  file: string
  data: unknown
  /** The line, from 1, of a place in the data, or of the nearest thing around it that is written down. */
  lineOf(path: readonly PropertyKey[]): number
}

/** A person edits these by hand; more than this is a mistake, and would only stall the start. */
const longest = 2_000_000

/**
 * Parses the text of a facts file.
 * @throws AppError `bad_data`, one line that names file and line, when it is no YAML
 */
export function parseFacts(file: string, text: string): RawFacts {
  if (text.length > longest) throw new AppError('bad_data', `${file}: longer than ${longest} characters`)
  if (!file.endsWith('.json')) return parseYaml(file, text)
  try {
    // Fifty times as fast for the long lists; lines are only looked for when there is something to say.
    return { file, data: JSON.parse(text), lineOf: (path) => parseYaml(file, text).lineOf(path) }
  } catch {
    return parseYaml(file, text)
  }
}

function parseYaml(file: string, text: string): RawFacts {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line || 1
  const mistake = document.errors[0]
  if (mistake) {
    throw new AppError('bad_data', `${file}:${lineAt(mistake.pos[0])}: ${mistake.message.split('\n', 1)[0]}`)
  }
  const lineOf = (path: readonly PropertyKey[]) => {
    let offset = 0
    for (let depth = 1; depth <= path.length; depth++) {
      const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
      const key = String(path[depth - 1])
      // Of an entry the key is what an editor looks for; of a list's item there is only the item.
      const written = isMap(parent)
        ? parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)?.key
        : document.getIn(path.slice(0, depth), true)
      if (!isNode(written)) break
      offset = written.range?.[0] ?? offset
    }
    return lineAt(offset)
  }
  try {
    return { file, data: document.toJS({ maxAliasCount: 100 }), lineOf }
  } catch (cause) {
    // The library's guard against a small file that unfolds into a huge one.
    throw new AppError('bad_data', `${file}: its aliases (*name) unfold without end`, { cause })
  }
}

/**
 * Holds data against a schema.
 * @param raw where the data was written, for the message
 * @throws AppError `bad_data`, on one line that names file, line and field of what is wrong: the first few of many
 */
export function checkFacts<T>(schema: z.ZodType<T>, data: unknown, raw: RawFacts): T {
  const result = schema.safeParse(data)
  const unfit = result.success ? findUnfit(data, []) : undefined
  if (unfit) {
    const what = 'holds a character that cannot be stored or shown'
    throw new AppError(
      'bad_data',
      `${raw.file}:${raw.lineOf(unfit)}: ${unfit.map(String).join('.')}: ${what}`,
    )
  }
  if (result.success) return result.data
  const tell = ({ path, what }: ReturnType<typeof tellIssues>[number]) =>
    `${raw.lineOf(path)}: ${path.map(String).join('.') || 'the file'}: ${what}`
  throw new AppError('bad_data', tellMistakes(raw.file, tellIssues(result.error), tell))
}

/** The first text in the data that nobody can have written. */
function findUnfit(value: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  if (typeof value === 'string') return hasUnfitCharacter(value) ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = hasUnfitCharacter(key) ? [...path, key] : findUnfit(inner, [...path, key])
    if (found) return found
  }
  return undefined
}

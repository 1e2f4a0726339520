import { hasUnfitCharacter } from '../files/unfit-character.ts'
import type { Path, PathRemark } from './remark.ts'
import type { ProcedureFile } from './schema.ts'

/**
 * The longest a text may be, by the field that holds it, in characters: what a small screen shows without
 * scrolling, seven papers or links to a message.
 */
const limits: Record<string, number> = {
  short: 40,
  label: 40,
  per: 20,
  unit: 20,
  ask: 140,
  opening: 140,
  case: 120,
  why: 140,
  name: 140,
  issued_by: 140,
  from_text: 80,
  note: 220,
  unverified: 220,
  result: 220,
  where: 220,
  text: 260,
  help: 260,
  after: 260,
  changes: 220,
  late: 260,
  now: 220,
  who: 300,
  ends_with: 300,
}

/** Texts that are too long, shout, are not composed Unicode, or questions that do not ask. */
export function textMistakes(file: ProcedureFile): PathRemark[] {
  return [...textsIn(file, [])].flatMap(({ text, path }) => {
    const field = String(path.findLast((step) => typeof step === 'string' && step !== 'vi' && step !== 'en'))
    const said = path.at(-1) === 'vi' || path.at(-1) === 'en'
    const longest = said ? limits[field] : undefined
    return [
      hasUnfitCharacter(text) && 'holds a character that cannot be stored or shown',
      text !== text.normalize('NFC') && 'is not composed Unicode (NFC)',
      text !== text.trim() && 'begins or ends with a space',
      said && /[!！]/.test(text) && 'has an exclamation mark',
      said && field === 'ask' && !text.endsWith('?') && 'a question ends with a question mark',
      longest && text.length > longest && `is ${text.length} characters long, ${longest} at most`,
    ]
      .filter((what) => typeof what === 'string')
      .map((what) => ({ path, what }))
  })
}

function* textsIn(value: unknown, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield* textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

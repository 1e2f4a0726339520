import { fold } from '../../knowledge/matching/fold.ts'
import { repairTelex } from '../../knowledge/matching/repair-telex.ts'
import { asksBack, isHedged } from './answers/asks-back.ts'
import { findNamed, findPartly } from './answers/find-named.ts'
import { looseMeaning, type Meaning } from './answers/loose-meaning.ts'
import { readContents } from './answers/polarity.ts'
import { type AnswerChoice, bare, type PreparedChoices, prepareChoices } from './answers/prepare-choices.ts'
import { readIndex } from './answers/read-index.ts'
import { type Token, tokenise } from './answers/tokenise.ts'

export { type AnswerChoice, type PreparedChoices, prepareChoices }

/** What an answer picked from the choices; indexes are those of the list given, ways out included. */
export type UnderstoodAnswer =
  | { kind: 'chosen'; index: number }
  /** More than one was named, ascending. */
  | { kind: 'several'; indexes: number[] }
  | { kind: 'number_not_offered'; number: number }
  | { kind: 'unclear' }

const unclear: UnderstoodAnswer = { kind: 'unclear' }
/** Nobody answers a choice in more; the rest of a longer text is not looked at. */
const longestAnswer = 400

/**
 * Reads the answer to a question with choices: a label, a number as counted on the screen, or a loose
 * "dạ rồi", "k có", "bọn em chưa cưới". It never guesses: what could be two things, or is a question
 * itself, is `unclear`.
 */
export function understandAnswer(
  text: string,
  choices: readonly AnswerChoice[] | PreparedChoices,
): UnderstoodAnswer {
  return understand(text, 'wordings' in choices ? choices : prepareChoices(choices), readOne)
}

/**
 * The same where several may be chosen: "1 và 3", "cả hai", "tất cả". One choice comes back as `chosen`;
 * "không có cái nào" as the choice that means so, or as `several` of nothing.
 */
export function understandMany(
  text: string,
  choices: readonly AnswerChoice[] | PreparedChoices,
): UnderstoodAnswer {
  return understand(text, 'wordings' in choices ? choices : prepareChoices(choices), readMany)
}

type Reader = (text: string, prepared: PreparedChoices) => UnderstoodAnswer

function understand(whole: string, prepared: PreparedChoices, read: Reader): UnderstoodAnswer {
  if (whole.length > longestAnswer) return unclear
  const exact = readExact(whole, prepared)
  if (exact) return exact
  // A word of a channel's menu ("/papers") is no loose way of saying anything.
  if (/^\s*\/\p{L}/u.test(whole)) return unclear
  const first = read(whole, prepared)
  if (first.kind !== 'unclear') return first
  const repaired = repairWords(whole)
  return repaired === null ? unclear : (readExact(repaired, prepared) ?? read(repaired, prepared))
}

/** The label or another wording as it stands, perhaps with its number before it. */
function readExact(text: string, prepared: PreparedChoices): UnderstoodAnswer | null {
  const key = bare(text)
  const found = prepared.exact.get(key)
  if (found) return among(closest(found, text))
  const numbered = /^(\d{1,2})\s*[.):-]\s*(.+)$/.exec(key)
  const labels = numbered?.[2] ? prepared.exact.get(numbered[2]) : undefined
  const index = prepared.counted[Number(numbered?.[1]) - 1]
  if (!labels || index === undefined) return null
  return labels.some((wording) => wording.index === index) ? { kind: 'chosen', index } : unclear
}

/** Among wordings that fold alike, those with the very diacritics typed; labels before other wordings. */
function closest(found: PreparedChoices['wordings'], text: string): number[] {
  const typed = tokenise(text)
  const same = found.filter((wording) =>
    wording.tokens.every((token, at) => token.accents === typed[at]?.accents),
  )
  const open = typed.every((token) => token.accents === '')
  const fitting = same.length > 0 ? same : open || found.length === 1 ? found : []
  const labels = fitting.filter((wording) => wording.isLabel)
  return (labels.length > 0 ? labels : fitting).map((wording) => wording.index)
}

function readOne(text: string, prepared: PreparedChoices): UnderstoodAnswer {
  const tokens = tokenise(text)
  if (asksBack(text, tokens)) return unclear
  const numbered = readNumbers(text, prepared)
  if (numbered) return numbered
  const meaning = looseMeaning(tokens)
  if (meaning) return byMeaning(meaning, prepared)
  if (isHedged(tokens)) return unclear
  const contents = readContents(tokens)
  const named = findNamed(contents, prepared)
  const opening = openingMeaning(tokens, prepared)
  if (opening !== null)
    return named.some((index) => index !== opening) ? unclear : { kind: 'chosen', index: opening }
  if (named.length > 0) return among(named)
  const partly = findPartly(contents, prepared)
  return partly === null ? unclear : { kind: 'chosen', index: partly }
}

function readMany(text: string, prepared: PreparedChoices): UnderstoodAnswer {
  const tokens = tokenise(text)
  if (asksBack(text, tokens)) return unclear
  const numbered = readNumbers(text, prepared)
  if (numbered) return numbered
  const meaning = looseMeaning(tokens)
  if (meaning) return manyByMeaning(meaning, prepared)
  if (isHedged(tokens)) return unclear
  const contents = readContents(tokens)
  const named = findNamed(contents, prepared)
  if (named.length > 0) return among(named)
  const partly = findPartly(contents, prepared)
  return partly === null ? unclear : { kind: 'chosen', index: partly }
}

function readNumbers(text: string, prepared: PreparedChoices): UnderstoodAnswer | null {
  const read = readIndex(text)
  if (read.kind === 'other') return null
  if (read.kind === 'last') return among(prepared.counted.slice(-1))
  const missing = read.numbers.find((number) => prepared.counted[number - 1] === undefined)
  if (missing !== undefined) return { kind: 'number_not_offered', number: missing }
  return among(prepared.counted.filter((_, at) => read.numbers.includes(at + 1)))
}

function byMeaning(meaning: Meaning, prepared: PreparedChoices): UnderstoodAnswer {
  const indexes = meant(meaning, prepared)
  if (indexes.length > 0) return among(indexes)
  const pair = prepared.counted.length === 2 && (meaning === 'both' || meaning === 'all')
  return pair ? among(prepared.counted) : unclear
}

function manyByMeaning(meaning: Meaning, prepared: PreparedChoices): UnderstoodAnswer {
  const indexes = meant(meaning, prepared)
  if (indexes.length > 0) return among(indexes)
  const things = prepared.counted.filter((index) => prepared.choices[index]?.means === undefined)
  if (meaning === 'all' || (meaning === 'both' && things.length === 2)) return among(things)
  return meaning === 'neither' || meaning === 'no' ? { kind: 'several', indexes: [] } : unclear
}

const insteadOf: Partial<Record<Meaning, Meaning>> = { no: 'neither', neither: 'no', all: 'both' }

function meant(meaning: Meaning, prepared: PreparedChoices): readonly number[] {
  const instead = insteadOf[meaning]
  return prepared.byMeaning.get(meaning) ?? (instead && prepared.byMeaning.get(instead)) ?? []
}

/** "Rồi em ạ, cưới năm 2020": the first clause answers, the others explain without denying. */
function openingMeaning(tokens: readonly Token[], prepared: PreparedChoices): number | null {
  const end = tokens.findIndex((token) => token.clause > 0)
  if (end <= 0 || tokens.length > 25) return null
  const meaning = looseMeaning(tokens.slice(0, end))
  const indexes = meaning ? meant(meaning, prepared) : []
  const rest = tokens.slice(end)
  const turns = rest.some((token) => ['nhung', 'but', 'ma', 'chua', 'khong', 'not'].includes(token.word))
  return indexes.length === 1 && !turns ? (indexes[0] ?? null) : null
}

function among(indexes: readonly number[]): UnderstoodAnswer {
  const distinct = [...new Set(indexes)].sort((a, b) => a - b)
  const [only, second] = distinct
  if (only === undefined) return unclear
  return second === undefined ? { kind: 'chosen', index: only } : { kind: 'several', indexes: distinct }
}

/** The text with each word that only a Telex or VNI keyboard explains put right; null when there is none. */
function repairWords(text: string): string | null {
  let changed = false
  const repaired =
    fold(text) === text.toLowerCase()
      ? text.toLowerCase().replace(/[a-z0-9]+/g, (word) => {
          const better = repairTelex(word)
          if (better !== null) changed = true
          return better ?? word
        })
      : text
  return changed ? repaired : null
}

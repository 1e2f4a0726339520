import type { Gazetteer } from './gazetteer.ts'
import type { JudgedMention } from './judge-mentions.ts'
import { slipsBetween } from './slips-between.ts'
import type { Token } from './tokens.ts'
import { fillers, kindWords } from './words.ts'

/** Who writes more than this is not just naming a ward. */
const mostTokens = 12
/** One slip in a name of five letters, two from ten on: more, and it may be another name. */
const allowedSlips = (length: number) => (length >= 10 ? 2 : length >= 5 ? 1 : 0)

/**
 * Names that what was typed comes nearest to, when it is none as it stands. Never sure: it may as well be
 * a name that was lost before 2025, which the data does not have.
 */
export function findMisspelt(tokens: readonly Token[], gazetteer: Gazetteer): JudgedMention[] {
  if (tokens.length > mostTokens) return []
  let fewest = Number.POSITIVE_INFINITY
  let nearest: JudgedMention[] = []
  for (const [start, end] of spansOf(tokens, gazetteer.longest)) {
    const typed = tokens.slice(start, end).map(({ folded }) => folded)
    const mention = {
      start,
      end,
      nameAt: start,
      kinds: kindsBefore(tokens, start),
      exact: false,
      sure: false,
    }
    for (const spelling of gazetteer.spellings) {
      const slips = slipsBetween(typed.join(''), spelling, Math.min(fewest, allowedSlips(spelling.length)))
      if (slips === undefined) continue
      if (slips < fewest) nearest = []
      fewest = slips
      nearest.push({ ...mention, names: gazetteer.named(spelling) })
    }
  }
  return nearest
}

/** Every run of words that may be the name: something said, with nothing but padding around it. */
function spansOf(tokens: readonly Token[], longest: number): [start: number, end: number][] {
  return tokens.flatMap((_, start) =>
    tokens.slice(start, start + longest).flatMap((_, length): [number, number][] => {
      const end = start + length + 1
      const around = [...tokens.slice(0, start), ...tokens.slice(end)]
      return around.every(isPadding) && !tokens.slice(start, end).every(isPadding) ? [[start, end]] : []
    }),
  )
}

const kindWordParts = new Set(kindWords.flatMap(({ words }) => words))

function isPadding({ folded }: Token): boolean {
  return fillers.has(folded) || kindWordParts.has(folded) || /^\d/.test(folded)
}

function kindsBefore(tokens: readonly Token[], start: number) {
  return kindWords.find(
    ({ words }) =>
      words.length <= start && words.every((word, k) => tokens[start - words.length + k]?.folded === word),
  )?.kinds
}

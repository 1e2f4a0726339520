import type { Mention } from './find-mentions.ts'
import type { Token } from './tokens.ts'
import { everydayWords, fillers, groupWords, placeCues, streetWords } from './words.ts'

/** A mention that counts. `sure` is false when it may be a street or a chance likeness: it is then asked about. */
export interface JudgedMention extends Mention {
  sure: boolean
}

/** Left over beside a name without any sign that it is one: more words than these, and it is taken for chance. */
const fewWords = 2

/**
 * Drops what is not meant as somebody's ward: names of streets when a ward is named too, and names that are
 * everyday words ("giấy tờ liên quan") in a sentence about something else.
 */
export function judgeMentions(tokens: readonly Token[], mentions: readonly Mention[]): JudgedMention[] {
  const covered = new Set(mentions.flatMap(({ start, end }) => range(start, end)))
  const left = tokens.filter(
    ({ folded }, i) => !covered.has(i) && !fillers.has(folded) && !/^\d/.test(folded),
  )
  const judged = mentions.flatMap((mention, i): JudgedMention[] => {
    const name = mention.names[0]
    if (!name) return []
    if (isStreet(tokens, mention)) return [{ ...mention, sure: false }]
    const { exact } = mention
    if (mention.kinds) return [{ ...mention, sure: exact }]
    if (left.length === 0) return [{ ...mention, sure: exact }]
    const short = mention.end - mention.nameAt === 1
    const leadsOn = mentions[i + 1]?.start === mention.end || mentions[i - 1]?.end === mention.start
    const pointedAt =
      placeCues.has(tokens[mention.start - 1]?.folded ?? '') || leadsOn || mention.era !== undefined
    if (pointedAt && exact) return [{ ...mention, sure: !short }]
    const everyday = everydayWords.has(name.tokens.map(({ folded }) => folded).join(' '))
    if (short || everyday || !exact || left.length > fewWords) return []
    return [{ ...mention, sure: false }]
  })
  const named = judged.filter((mention) => !isStreet(tokens, mention))
  return named.length > 0 ? named : judged
}

/** "đường Láng", "12 Bạch Mai", "ngõ 12 Bạch Mai", but not "phường Láng", "tổ 5 Bạch Mai". */
function isStreet(tokens: readonly Token[], { start, kinds }: Mention): boolean {
  if (kinds || tokens[start]?.apart) return false
  let before = start - 1
  while (/^\d+[a-z]?$/.test(tokens[before]?.folded ?? '')) before--
  const word = tokens[before]?.folded ?? ''
  if (before < start - 1) return !groupWords.has(word)
  return streetWords.has(word)
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i)
}

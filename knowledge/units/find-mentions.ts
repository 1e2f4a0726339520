import type { Gazetteer, PlaceName } from './gazetteer.ts'
import type { PlaceKind } from './place.ts'
import { agrees, type Token } from './tokens.ts'
import { closingWords, englishKindWords, eraWords, kindWords } from './words.ts'

/** A name of places found in a text, with what was said about it. */
export interface Mention {
  names: readonly PlaceName[]
  /** The tokens it takes up, the words of kind and time included: from `start`, before `end`. */
  start: number
  end: number
  /** Where the name itself begins. */
  nameAt: number
  kinds?: readonly PlaceKind[]
  era?: 'now' | 'before'
  /** False when diacritics were typed and are not those of the name. */
  exact: boolean
}

interface Reading {
  mentions: readonly Mention[]
  score: number
}

/**
 * The reading of a text as names of places that explains most of it: "phuong mai dong" is phường Mai Động
 * and not Phương Mai with a word left over, since a name may begin like the word for its kind.
 */
export function findMentions(tokens: readonly Token[], gazetteer: Gazetteer): readonly Mention[] {
  // readings[i] is the best one of the tokens from i on.
  const readings: Reading[] = Array(tokens.length + 1).fill({ mentions: [], score: 0 })
  for (let i = tokens.length - 1; i >= 0; i--) {
    for (const mention of mentionsAt(tokens, i, gazetteer)) {
      const rest = readings[mention.end]
      const score = scoreOf(mention) + (rest?.score ?? 0)
      if (score > (readings[i]?.score ?? 0))
        readings[i] = { mentions: [mention, ...(rest?.mentions ?? [])], score }
    }
    const skipped = readings[i + 1]
    if (skipped && skipped.score > (readings[i]?.score ?? 0)) readings[i] = skipped
  }
  return readings[0]?.mentions ?? []
}

/** Explaining more words is better, names with the right diacritics too, and one long name beats two short ones. */
function scoreOf({ start, end, exact }: Mention) {
  return (end - start) * (exact ? 10 : 6) - 1
}

function* mentionsAt(tokens: readonly Token[], start: number, gazetteer: Gazetteer): Generator<Mention> {
  yield* namesAt(tokens, start, { start }, gazetteer)
  for (const { words, kinds } of kindWords) {
    if (!words.every((word, k) => tokens[start + k]?.folded === word)) continue
    const next = start + words.length
    yield* namesAt(tokens, next, { start, kinds }, gazetteer)
    const era = eraWordAt(tokens, next)
    if (era) yield* namesAt(tokens, next + 1, { start, kinds, era }, gazetteer)
  }
}

function* namesAt(
  tokens: readonly Token[],
  nameAt: number,
  before: Pick<Mention, 'start' | 'kinds' | 'era'>,
  gazetteer: Gazetteer,
): Generator<Mention> {
  for (let length = 1; length <= gazetteer.longest; length++) {
    const typed = tokens.slice(nameAt, nameAt + length)
    if (typed.length < length || typed.slice(1).some(({ apart }) => apart)) return
    const key = typed.map(({ folded }) => folded).join(' ')
    const known = gazetteer
      .names(key)
      .filter((name) => !name.initials || before.kinds?.includes(name.place.kind))
    if (known.length === 0) continue
    const agreeing = known.filter(
      (name) =>
        name.tokens.length !== typed.length || name.tokens.every((token, k) => agreesAt(typed, k, token)),
    )
    const names = agreeing.length > 0 ? agreeing : known
    yield withWordsAfter(tokens, {
      ...before,
      names,
      nameAt,
      end: nameAt + length,
      exact: agreeing.length > 0,
    })
  }
}

function agreesAt(typed: readonly Token[], k: number, name: Token) {
  const token = typed[k]
  return token !== undefined && agrees(token, name)
}

/** "Bạch Mai cũ", "Bach Mai ward", "Bạch Mai ward (new)". */
function withWordsAfter(tokens: readonly Token[], mention: Mention): Mention {
  const era = eraWordAt(tokens, mention.end)
  if (era && !mention.era && endsAt(tokens, mention.end + 1))
    return withWordsAfter(tokens, { ...mention, era, end: mention.end + 1 })
  const word = tokens[mention.end]?.folded ?? ''
  const kind = englishKindWords.has(word) ? kindWords.find(({ words }) => words[0] === word) : undefined
  if (kind && !mention.kinds)
    return withWordsAfter(tokens, { ...mention, kinds: kind.kinds, end: mention.end + 1 })
  return mention
}

/** Whether what was said about a place is over here. */
function endsAt(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at]
  if (!next || next.apart || closingWords.has(next.folded)) return true
  return kindWords.some(({ words }) => words.every((word, k) => tokens[at + k]?.folded === word))
}

function eraWordAt(tokens: readonly Token[], at: number): 'now' | 'before' | undefined {
  const typed = tokens[at]
  if (!typed) return undefined
  return eraWords.find(({ word }) => agrees(typed, word))?.era
}

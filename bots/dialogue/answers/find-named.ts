import { isSyllable } from '../../../knowledge/matching/syllable.ts'
import type { Content } from './polarity.ts'
import type { PreparedChoices, Wording } from './prepare-choices.ts'
import { sameWord, tokenise } from './tokenise.ts'

const pronouns = tokenise('em tôi mình chúng bọn tụi tớ anh chị bác cô nhà vợ chồng cháu i we')
/** Of these alone a wording says little: "nhà tôi" answers where one lives, "nhà tôi cháy" does not. */
const weak = tokenise('em tôi mình chúng bọn tụi tớ anh chị bác cô nhà cháu cho ở của này đây')

interface Found {
  index: number
  from: number
  to: number
}

/**
 * The choices whose label or other wording stands in a longer sentence, said and not denied. What lies
 * within a longer find is left out: "đăng ký lại" is not "đăng ký".
 */
export function findNamed(contents: readonly Content[], prepared: PreparedChoices): number[] {
  const found = prepared.wordings.flatMap((wording) => findWording(contents, wording))
  const kept = found.filter(
    (one) =>
      !found.some(
        (other) =>
          other.index !== one.index &&
          other.from <= one.from &&
          other.to >= one.to &&
          other.to - other.from > one.to - one.from,
      ),
  )
  return [...new Set(kept.map((one) => one.index))].sort((a, b) => a - b)
}

function findWording(contents: readonly Content[], wording: Wording): Found[] {
  const meant = wording.contents
  if (meant.length === 0 || (meant.every(isWeak) && !contents.every(isWeak))) return []
  const accented = contents.some((content) => content.accents !== '')
  const found: Found[] = []
  for (let at = 0; at + meant.length <= contents.length; at++) {
    const fits = meant.every((word, i) => {
      const typed = contents[at + i]
      if (!typed || !agrees(typed, word)) return false
      // A single word is taken only as typed: in an accented sentence "nam" is not "năm".
      if (meant.length === 1 && accented && typed.accents !== word.accents) return false
      return sameWord(typed, word) || isTypo(typed.word, word.word)
    })
    if (fits) found.push({ index: wording.index, from: at, to: at + meant.length })
  }
  return found
}

function isWeak(content: Content): boolean {
  return weak.some((word) => sameWord(content, word))
}

/** An affirmed wording ("Đã đăng ký") wants an affirmation, a denied one a denial, any other no denial. */
function agrees(typed: Content, meant: Content): boolean {
  return meant.said === 'open' ? typed.said === 'open' || typed.said === 'yes' : typed.said === meant.said
}

/**
 * The one choice whose label holds everything that was said: "trực tuyến" for "Nộp trực tuyến tại nhà".
 * A single word must be the first of the label that counts.
 */
export function findPartly(said: readonly Content[], prepared: PreparedChoices): number | null {
  const start = said.findIndex((content) => !pronouns.some((word) => sameWord(content, word)))
  if (start < 0) return null
  const contents = said.slice(start)
  const holding = prepared.wordings.filter((wording) => {
    const label = wording.contents
    if (!wording.isLabel || contents.length >= label.length) return false
    const starts = contents.length === 1 ? 1 : label.length - contents.length + 1
    return Array.from({ length: starts }, (_, at) => at).some((at) =>
      contents.every((typed, i) => {
        const meant = label[at + i]
        return (
          meant !== undefined &&
          agrees(typed, meant) &&
          (sameWord(typed, meant) || isTypo(typed.word, meant.word))
        )
      }),
    )
  })
  const [only, ...others] = holding
  if (!only || others.length > 0) return null
  // The same words in another label, even affirmed otherwise, make it less than certain.
  const elsewhere = prepared.wordings.some(
    (wording) =>
      wording.index !== only.index &&
      contents.every(
        (typed) => typed.said === 'open' && wording.contents.some((meant) => sameWord(typed, meant)),
      ),
  )
  return elsewhere ? null : only.index
}

/** One letter wrong, missing, doubled or swapped in a word of four or more that could not be a syllable. */
function isTypo(typed: string, meant: string): boolean {
  if (meant.length < 4 || typed.length < 3 || Math.abs(typed.length - meant.length) > 1 || isSyllable(typed))
    return false
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start++
  let end = 0
  while (end < Math.min(typed.length, meant.length) - start && typed.at(-1 - end) === meant.at(-1 - end))
    end++
  const a = typed.slice(start, typed.length - end)
  const b = meant.slice(start, meant.length - end)
  return (
    (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0])
  )
}

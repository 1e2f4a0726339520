import type { Word } from './read-words.ts'

/** Ways of denying ("không phải X"), folded; the words after them are denied up to one that turns back. */
const denials = [
  'khong phai la',
  'khong phai',
  'chang phai',
  'dau phai',
  'khong hoi',
  'khong can',
  'khong muon',
  'not for',
  'not about',
  'not the',
  'not a',
  'instead of',
  'thay vi',
  'not',
].map((said) => said.split(' '))
/** After "không" these are what is denied, when something else is wanted ("tôi không mất thẻ, chỉ muốn đổi"). */
const deniedDoing = new Set([
  'lam',
  'doi',
  'mat',
  'xin',
  'ban',
  'mua',
  'tach',
  'sua',
  'gia',
  'nhan',
  'lap',
  'rach',
  'xay',
  'uy',
  'chuyen',
  'tam',
])
const wanting = new Set(['muon', 'can', 'xin', 'chi', 'co', 'want', 'need', 'mat'])
const turns = new Set(['ma', 'chu', 'co', 'nhung', 'thi', 'but', 'dau', 'nua'])
/** What is left must say something: tell of a matter, or be as long as this. */
const fewest = 5
/** "có phải X không", "phải hay không phải" ask and deny nothing. */
const asking = new Set(['co', 'hay'])
/** Ways of taking back what was said before ("à nhầm, …"). */
const corrections = [
  'a nham',
  'o nham',
  'ay nham',
  'ui nham',
  'xin loi nham',
  'nham roi',
  'noi nham',
  'go nham',
  'viet nham',
  'y em la',
  'y toi la',
  'y minh la',
  'y bac la',
  'y chau la',
  'y la',
  'i mean',
  'i meant',
  'sorry i',
].map((said) => said.split(' '))

/**
 * What is left of a text when what it denies or takes back is put aside: of "không phải khai sinh, khai tử cơ"
 * only "khai tử cơ". Denied is only what tells of a matter, and only when what is left tells of one too.
 * @param tells whether words tell of a matter at all
 */
export function dropDenied(
  words: readonly Word[],
  tells: (words: readonly Word[]) => boolean,
): readonly Word[] {
  const kept = dropTakenBack(words, tells)
  for (let at = 0; at < kept.length; at++) {
    const from = deniedFrom(kept, at)
    if (from === undefined || asking.has(kept[at - 1]?.word ?? '')) continue
    let to = from
    while (to < kept.length && !(to > from && kept[to]?.cut) && !turns.has(kept[to]?.word ?? '')) to++
    const rest = [...kept.slice(0, at), ...kept.slice(to)]
    const doing = deniedDoing.has(kept[from]?.word ?? '') && from === at + 1
    if (doing && !kept.slice(to).some(({ word }) => wanting.has(word))) continue
    if (to > from && tells(kept.slice(from, to)) && (tells(rest) || rest.length >= fewest))
      return dropDenied(rest, tells)
  }
  return kept
}

/** Where what is denied begins, if a denial stands here. */
function deniedFrom(words: readonly Word[], at: number): number | undefined {
  const denial = denials.find((said) => standsAt(words, at, said))
  if (denial) return at + denial.length
  const doing = words[at]?.word === 'khong' && deniedDoing.has(words[at + 1]?.word ?? '')
  return doing ? at + 1 : undefined
}

function dropTakenBack(words: readonly Word[], tells: (words: readonly Word[]) => boolean): readonly Word[] {
  for (let at = words.length - 1; at > 0; at--) {
    const said = corrections.find((one) => standsAt(words, at, one))
    if (!said) continue
    const after = words.slice(at + said.length)
    if (tells(words.slice(0, at)) && tells(after)) return after
  }
  return words
}

function standsAt(words: readonly Word[], at: number, said: readonly string[]): boolean {
  return said.every(
    (word, place) => words[at + place]?.word === word && !(place > 0 && words[at + place]?.cut),
  )
}

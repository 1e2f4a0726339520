import { fold } from '../../../knowledge/matching/fold.ts'
import { type Token, tokenise } from './tokenise.ts'

/** The places in a list that a text names, and nothing but them. */
export type ReadIndex = { kind: 'numbers'; numbers: number[] } | { kind: 'last' } | { kind: 'other' }

const spelled = numbersByWord({
  một: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
  mười: 10,
  nhất: 1,
  nhì: 2,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
})

function numbersByWord(words: Record<string, number>): ReadonlyMap<string, Token & { number: number }> {
  const found = new Map<string, Token & { number: number }>()
  for (const [word, number] of Object.entries(words)) {
    const [token] = tokenise(word)
    if (token) found.set(token.word, { ...token, number })
  }
  return found
}

const setOf = (words: string) => new Set(words.split(' '))
const before = setOf(
  'da a vang em toi minh chau con anh chi cho xin lay chon bam nhan lua dap an phuong truong hop i cau muc so nut dong cai thu choose option number no answer the',
)
/** Words that make the next one a place in a list, so that "nam" after them is five and not "male". */
const ordinal = setOf('so cau thu muc cai i option number nut dong')
const joining = setOf('va voi cung and so cai thu')
const after = setOf('a ah nhe nha do day ai oi cam on please thanks one')
const afterDigit = setOf('em anh chi bac')
/** Words after which "ba" is three and not "bà". */
const picking = new Set([...ordinal, 'chon', 'bam', 'nhan'])
/** Without diacritics these are more often other words ("tạm", "sau", "Nam", "từ", "bây", "bà"). */
const ambiguous = setOf('nam sau tam bai tu nhat nhi ba')

/**
 * Reads "1", "1.", "số 1", "cái thứ hai", "một", "１", "1 và 3". Anything else in the text makes it `other`:
 * "10" is ten, and "1.5", "-1", "12/11", "1 tháng" are no places in a list.
 * @param text as typed; a long text is never a list of places
 */
export function readIndex(text: string): ReadIndex {
  if (text.length > 80) return { kind: 'other' }
  if (/\d\s*[./:-]\s*\d|-\s*\d|\d\s*%/.test(fold(text))) return { kind: 'other' }
  const tokens = tokenise(text)
  const end = place(tokens)
  if (end) return end
  let at = 0
  while (before.has(tokens[at]?.word ?? '') && !isNumber(tokens, at)) at++
  const numbers: number[] = []
  let wordy = false
  for (;;) {
    const number = numberAt(tokens, at)
    if (number === null || (wordy && tokens[at]?.word === 'one')) break
    const digits = /^\d/.test(tokens[at]?.word ?? '')
    const apart = tokens[at - 1]?.clause !== tokens[at]?.clause || joining.has(tokens[at - 1]?.word ?? '')
    if (numbers.length > 0 && (wordy || !digits) && !apart) return { kind: 'other' }
    wordy = !digits
    numbers.push(number)
    at++
    let next = at
    while (joining.has(tokens[next]?.word ?? '')) next++
    if (isNumber(tokens, next)) at = next
  }
  const rest = tokens.slice(at).map((token) => token.word)
  if (numbers.length === 0 || !rest.every((word) => after.has(word) || (!wordy && afterDigit.has(word)))) {
    return { kind: 'other' }
  }
  return { kind: 'numbers', numbers: [...new Set(numbers)] }
}

function isNumber(tokens: readonly Token[], at: number): boolean {
  return numberAt(tokens, at) !== null
}

function numberAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at]
  if (!token) return null
  const digits = /^(\d{1,15})(?:st|nd|rd|th)?$/.exec(token.word)
  if (digits?.[1]) return Number(digits[1])
  const word = spelled.get(token.word)
  if (!word || (token.accents !== '' && token.accents !== word.accents)) return null
  if (!ambiguous.has(token.word)) return word.number
  const previous = tokens[at - 1]?.word ?? ''
  const listed = isNumber(tokens, joining.has(previous) ? at - 2 : at - 1)
  const named = token.word === 'ba' ? picking.has(previous) || listed : ordinal.has(previous)
  return named || (token.accents !== '' && token.word !== 'nhat' && token.word !== 'tu') ? word.number : null
}

const lead = '(?:(?:da|em|toi|minh|chon|lai|lay|the|cai|muc|so|thu) )*'
const firstPlace = new RegExp(`^(${lead})dau( tien)?(?: (?:a|nhe|nha))*$`)
const lastPlace = new RegExp(`^(${lead})(?:last|last one|cuoi( cung)?)(?: (?:a|nhe|nha))*$`)
const edges = tokenise('đầu cuối')

function place(tokens: readonly Token[]): ReadIndex | null {
  const words = tokens.map((token) => token.word).join(' ')
  const first = firstPlace.exec(words)
  const found = first ?? lastPlace.exec(words)
  if (!found) return null
  const edge = tokens.find(({ word }) => word === 'dau' || word === 'cuoi')
  if (edge) {
    // "đâu", "đau" and "cưới" are no places, and typed without diacritics they need a word that makes them one.
    const meant = edges.some(({ word, accents }) => word === edge.word && accents === edge.accents)
    const placed = /\b(?:chon|lay|cai|muc|so|thu)\b/.test(found[1] ?? '') || found[2] !== undefined
    if (!meant && !(edge.accents === '' && placed)) return null
  }
  return first ? { kind: 'numbers', numbers: [1] } : { kind: 'last' }
}

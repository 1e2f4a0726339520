import { fold } from '../../knowledge/matching/fold.ts'
import { spelledNumber } from './answers/spelled-number.ts'
import { sameWord, type Token, tokenise } from './answers/tokenise.ts'

export type ReadNumber = { ok: true; value: number } | { ok: false }

const unclear: ReadNumber = { ok: false }
const around = tokenise(
  `dạ ạ vâng em tôi mình là được có nhé nha cháu con cụ ông bà bố mẹ chị anh bác năm nay tuổi bản cái người đồng đ vnđ vnd m2 ngày
  years year old copies copy people i am is it`,
)
const scales: Record<string, number> = {
  tram: 1e2,
  nghin: 1e3,
  ngan: 1e3,
  k: 1e3,
  thousand: 1e3,
  trieu: 1e6,
  tr: 1e6,
  million: 1e6,
  ty: 1e9,
}
/** Words that leave the number open. */
const open = /\?|\b(?:khoang|about|around|over|under|or|not|between)\b|~/
const openWords = tokenise('khoảng tầm chừng gần hơn dưới trên hoặc hay đến không chưa')
/** Before or after a number typed without diacritics these are "tôi" and "tám". */
const openIfAccented = tokenise('tới')
const digits = /(?<![\d.,/:-])\d+(?:[ .,]\d+)*(?![\d/:]|[.,-]\d)/g

/**
 * Reads one number from an answer: "75", "75 tuổi", "bảy lăm", "1.000.000", "1,5 triệu", "seventy five".
 * Two numbers, a range or "khoảng 75" are not one number. Numbers are never negative.
 */
export function readNumber(text: string): ReadNumber {
  if (text.length > 200) return unclear
  const folded = fold(text)
  const found = folded.match(digits) ?? []
  if (found.length === 0 && !/\d/.test(folded)) return readWords(text)
  const [only] = found
  if (
    only === undefined ||
    found.length > 1 ||
    (folded.match(/\d+/g) ?? []).length !== only.split(/\D/).length
  )
    return unclear
  if (open.test(folded) || tokenise(text).some(isOpen)) return unclear
  const value = readDigits(only)
  const after = folded.slice(folded.indexOf(only) + only.length).match(/^\s*([a-z]+)/)?.[1]
  if (value === null || value > Number.MAX_SAFE_INTEGER) return unclear
  return {
    ok: true,
    value: value * ((after && Object.hasOwn(scales, after) ? scales[after] : undefined) ?? 1),
  }
}

function isOpen(token: Token): boolean {
  return (
    openWords.some((word) => sameWord(token, word)) ||
    (token.accents !== '' && openIfAccented.some((word) => sameWord(token, word)))
  )
}

/** Groups of three are thousands whatever parts them; one other mark is the decimal one. */
function readDigits(written: string): number | null {
  if (/^\d+$/.test(written)) return Number(written)
  const parts = /^(\d{1,3}(?:([ .,])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?$/.exec(written)
  if (parts?.[1]) return Number(`${parts[1].replace(/\D/g, '')}.${parts[3] ?? 0}`)
  const decimal = /^(\d+)[.,](\d{1,2})$/.exec(written)
  return decimal ? Number(`${decimal[1]}.${decimal[2]}`) : null
}

/** In words nothing else may stand but politeness and the unit: too many of them are everyday words. */
function readWords(text: string): ReadNumber {
  if (text.includes('?')) return unclear
  const tokens = tokenise(text)
  const filler = (at: number) => around.some((word) => tokens[at] && sameWord(tokens[at], word))
  for (let from = 0; from < tokens.length && from < 12; from++) {
    if (from > 0 && !filler(from - 1)) break
    for (let to = tokens.length; to > from; to--) {
      if (to < tokens.length && !filler(to)) break
      const value = spelledNumber(tokens.slice(from, to))
      if (value !== null) return { ok: true, value }
    }
  }
  return unclear
}

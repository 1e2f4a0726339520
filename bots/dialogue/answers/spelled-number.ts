import { type Token, tokenise } from './tokenise.ts'

const digits = numbersOf(
  'không 0 một 1 mốt 1 hai 2 ba 3 bốn 4 tư 4 năm 5 lăm 5 nhăm 5 sáu 6 bảy 7 bẩy 7 tám 8 chín 9',
)
const scales = numbersOf('tỷ 1000000000 tỉ 1000000000 triệu 1000000 nghìn 1000 ngàn 1000')
const ten = numbersOf('mười 10')
const tens = numbersOf('mươi 10 chục 10')
const hundred = numbersOf('trăm 100')
const odd = numbersOf('linh 0 lẻ 0')
const half = numbersOf('rưỡi 0')
const english = numbersOf(
  `zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14
  fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19`,
)
const englishTens = numbersOf('twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90')
const englishScales = numbersOf('hundred 100 thousand 1000 million 1000000')

type Numbers = readonly (Token & { number: number })[]

function numbersOf(list: string): Numbers {
  const parts = list.split(/\s+/)
  return parts.flatMap((part, at) =>
    at % 2 === 0 ? tokenise(part).map((token) => ({ ...token, number: Number(parts[at + 1]) })) : [],
  )
}

/** Unlike elsewhere a word with diacritics must be the very one: "ba" is three, "bà" is not. */
function valueIn(numbers: Numbers, token: Token | undefined): number | null {
  if (!token) return null
  const found = numbers.find(
    (one) => one.word === token.word && (token.accents === '' || token.accents === one.accents),
  )
  return found ? found.number : null
}

/**
 * Reads a number written out in words: "bảy mươi lăm", "bảy lăm", "một triệu rưỡi", "seventy five".
 * @returns null unless every word belongs to the number
 */
export function spelledNumber(tokens: readonly Token[]): number | null {
  if (tokens.length === 0 || tokens.length > 20) return null
  return readVietnamese(tokens) ?? readEnglish(tokens)
}

function readVietnamese(tokens: readonly Token[]): number | null {
  let total = 0
  let rest = tokens
  let above = Number.POSITIVE_INFINITY
  for (;;) {
    const at = rest.findIndex((token) => valueIn(scales, token) !== null)
    if (at < 0) break
    const scale = valueIn(scales, rest[at]) ?? 0
    const group = readGroup(rest.slice(0, at))
    if (group === null || scale >= above) return null
    total += group * scale
    above = scale
    rest = rest.slice(at + 1)
  }
  if (rest.length === 0) return total
  const hasScale = Number.isFinite(above)
  if (hasScale && rest.length === 1) {
    if (valueIn(half, rest[0]) !== null) return total + above / 2
    const digit = valueIn(digits, rest[0])
    // "một triệu hai" is 1.2 million.
    if (digit !== null) return total + (digit * above) / 10
  }
  const group = readGroup(hasScale && valueIn(odd, rest[0]) !== null ? rest.slice(1) : rest)
  return group === null ? null : total + group
}

/** Up to three digits: "một trăm lẻ năm", "tám mươi hai", "tám hai", "mười lăm", "năm". */
function readGroup(tokens: readonly Token[]): number | null {
  const hundreds = valueIn(digits, tokens[0])
  if (hundreds === null || valueIn(hundred, tokens[1]) === null) return readTens(tokens)
  const base = hundreds * 100
  const rest = tokens.slice(2)
  if (rest.length === 0) return base
  if (rest.length === 1) {
    if (valueIn(half, rest[0]) !== null) return base + 50
    const digit = valueIn(digits, rest[0])
    if (digit !== null) return base + digit * 10
  }
  const odds = valueIn(odd, rest[0]) !== null
  const below = odds ? valueIn(digits, rest.length === 2 ? rest[1] : undefined) : readTens(rest)
  return below === null ? null : base + below
}

function readTens(tokens: readonly Token[]): number | null {
  const [first, second, third] = tokens
  const tail = (token: Token | undefined) => (token ? valueIn(digits, token) : 0)
  const digit = valueIn(digits, first)
  if (digit === null) {
    const unit = tokens.length <= 2 && valueIn(ten, first) !== null ? tail(second) : null
    return unit === null ? null : 10 + unit
  }
  if (tokens.length === 1) return digit
  if (valueIn(tens, second) !== null) {
    const unit = tokens.length <= 3 && digit > 0 ? tail(third) : null
    return unit === null ? null : digit * 10 + unit
  }
  const unit = tokens.length === 2 && digit > 1 ? tail(second) : null
  return unit === null ? null : digit * 10 + unit
}

function readEnglish(tokens: readonly Token[]): number | null {
  let total = 0
  let group: number | null = null
  let room = 1000
  for (const token of tokens.filter(({ word }) => word !== 'and')) {
    const small = valueIn(english, token)
    const round = valueIn(englishTens, token)
    const scale = valueIn(englishScales, token)
    if (small !== null || round !== null) {
      const value: number = small ?? round ?? 0
      if (value >= room) return null
      group = (group ?? 0) + value
      room = round === null ? 1 : 10
    } else if (scale !== null && group !== null) {
      if (scale === 100) {
        group *= 100
        room = 100
      } else {
        total += group * scale
        group = null
        room = 1000
      }
    } else return null
  }
  return group === null && total === 0 ? null : total + (group ?? 0)
}

import { fold } from '../../../knowledge/matching/fold.ts'
import { type Token, tokenise } from './tokenise.ts'

/** Guesses, ranges and denials, with or without diacritics. */
const phrases = [
  'khoảng',
  'hình như',
  'hoặc',
  'hay',
  'trước ngày',
  'sau ngày',
  'đến ngày',
  'không',
  'chưa',
  'chẳng',
].map((text) => tokenise(text))
/** Without diacritics these are more often other words: "chứng", "tám", "am". */
const onlyAccented = tokenise('chừng tầm âm')
/** Of the lunar calendar, or open in so many words. */
const plain = new RegExp(
  [
    '[?~]',
    '\\b(?:am lich|lich am|al|lunar|tet|ram|thang (?:gieng|chap)|nhuan)\\b',
    '\\d ?am\\b',
    '\\bchung (?:ngay|hom|mong|mung|\\d)',
    '\\b(?:dau|giua|cuoi) (?:thang|nam|tuan)\\b',
    '\\b(?:about|around|before (?!yesterday)|after (?!tomorrow)|between|or|not|until|early|late|mid)\\b',
  ].join('|'),
)
const denial = /\b(?:khong|ko|k|chua|chang|not?)\b/
/** What a clause must not hold to be set aside: a day, or a doubt about the one that was named. */
const aboutTheDay = /\d|\b(?:ngay|thang|hom|mong|mung|nam|chac|nho|ro|biet|phai|dung|sure|remember|know)\b/

/** Drops clauses that deny something else than the day: "12/11, chưa có tên". */
export function withoutAsides(text: string): string {
  const clauses = text.split(/(?<=[,;!\n])|(?<=\.)(?=\s|$)/)
  const kept = clauses.filter((clause) => {
    const folded = fold(clause)
    return !denial.test(folded) || aboutTheDay.test(folded)
  })
  return kept.join('')
}

/** Whether a text leaves the day open: a lunar date, a guess, a range, a denial or a question. */
export function leavesOpen(text: string): boolean {
  // "hôm kìa" is three or four days ago, depending on who says it.
  if (plain.test(fold(text)) || /hôm kìa/i.test(text.normalize('NFC'))) return true
  const tokens = tokenise(text)
  if (tokens.some((token) => token.accents !== '' && onlyAccented.some((word) => isWord(token, word))))
    return true
  return phrases.some((phrase) =>
    tokens.some((_, at) => phrase.every((meant, i) => isWord(tokens[at + i], meant))),
  )
}

function isWord(typed: Token | undefined, meant: Token): boolean {
  return (
    typed !== undefined &&
    typed.word === meant.word &&
    (typed.accents === '' || typed.accents === meant.accents)
  )
}

import { accentsOf } from '../../../knowledge/matching/accents.ts'
import { fold } from '../../../knowledge/matching/fold.ts'

/** One word of an answer or of a choice, ready to be compared. */
export interface Token {
  /** Folded, abbreviations written out, "ký" and "kí" alike. */
  word: string
  /** Its diacritics in a fixed order, wherever they were put ("hoà" and "hòa" alike); '' when typed without. */
  accents: string
  /** Counts up at each comma, full stop or line end. */
  clause: number
}

/** What people write for whole words in chats; the value is accented, as the word itself would be typed. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'k ko kg khg kô hk hok hong hông hổng hem khum khom kh': 'không',
    'r rùi rui oy òi rầu ròi': 'rồi',
    'ch chx chưaa': 'chưa',
    'dc đc đx dx đươc': 'được',
    'đk đký dky': 'đăng ký',
    'đkkh dkkh': 'đăng ký kết hôn',
    'ck chog': 'chồng',
    vk: 'vợ',
    vc: 'vợ chồng',
    'bik bit bít bjt': 'biết',
    'j zì': 'gì',
    'mik mk mh': 'mình',
    'onl onlai': 'online',
    'cx cũg cug': 'cũng',
    'dạa dzạ': 'dạ',
    'vg vâg vag': 'vâng',
    'yep yeah yup ya': 'yes',
    'nope nah': 'no',
    'dont havent hasnt isnt wont cant arent didnt doesnt wasnt cannot': 'not',
    oki: 'ok',
    'okay oke okie okela okla okey': 'ok',
    ngta: 'người ta',
  }).flatMap(([shorts, long]) => shorts.split(' ').map((short) => [short, long] as const)),
)

const breaks = /[\n\r.,;!?:()"…，。；！？]/
const pieces = /[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu

/** Splits a text into tokens, punctuation kept only as the numbers of clauses. */
export function tokenise(text: string): Token[] {
  const clean = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/n['’]t\b/g, ' not')
    .replace(/\bi['’]m\b/g, 'i am')
  const tokens: Token[] = []
  let clause = 0
  for (const [piece] of clean.matchAll(pieces)) {
    if (!/[\p{L}\p{N}]/u.test(piece)) {
      if (breaks.test(piece) && tokens.length > 0) clause++
      continue
    }
    for (const word of (abbreviations.get(piece) ?? piece).split(' '))
      tokens.push({ ...readWord(word), clause })
  }
  return tokens
}

function readWord(word: string): { word: string; accents: string } {
  const folded = fold(word)
  return { word: folded.replace(/^([hklmst]|qu)y$/, '$1i'), accents: accentsOf(word) }
}

/**
 * Whether a typed word may be the meant one: a side without diacritics is open, two sides with
 * diacritics must carry the same ("có" is never "cô").
 */
export function sameWord(
  typed: Pick<Token, 'word' | 'accents'>,
  meant: Pick<Token, 'word' | 'accents'>,
): boolean {
  return (
    typed.word === meant.word &&
    (typed.accents === '' || meant.accents === '' || typed.accents === meant.accents)
  )
}

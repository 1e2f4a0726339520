import { fold } from './fold.ts'
import { isSyllable } from './syllable.ts'

const tones: Record<string, string> = {
  s: '\u0301',
  f: '\u0300',
  r: '\u0309',
  x: '\u0303',
  j: '\u0323',
  '1': '\u0301',
  '2': '\u0300',
  '3': '\u0309',
  '4': '\u0303',
  '5': '\u0323',
}
const circumflex = '\u0302'
const breve = '\u0306'
const horn = '\u031b'

/**
 * What a word was to be when the keyboard left its Telex or VNI keys in it: "giaays" and "giay61" are
 * "giấy", "ddawng" is "đăng".
 * @param word one word, lower case, without spaces
 * @returns the word with its diacritics, or null when there is nothing to repair: any word that can be
 *   read as it stands is left alone
 */
export function repairTelex(word: string): string | null {
  if (word.length < 2 || word.length > 9 || !/^[a-z]+[a-z0-9]*$/.test(word) || isSyllable(word)) return null
  const repaired = /\d/.test(word) ? fromVni(word) : fromTelex(word)
  return repaired !== null && isSyllable(fold(repaired)) ? repaired : null
}

function fromVni(word: string): string | null {
  if (!/^[a-z]+[1-9][a-z1-9]*$/.test(word)) return null
  const digits = word.replace(/[a-z]/g, '')
  const vowels = [...word.replace(/\d/g, '')]
  let tone = ''
  for (const digit of digits) {
    if (digit === '6') mark(vowels, /[aeo]/, circumflex)
    else if (digit === '7') markHorn(vowels)
    else if (digit === '8') mark(vowels, /a/, breve)
    else if (digit === '9') {
      if (vowels[0] !== 'd') return null
      vowels[0] = 'đ'
    } else if (tone === '') tone = tones[digit] ?? ''
    else return null
  }
  return withTone(vowels, tone)
}

function fromTelex(word: string): string | null {
  const first = /[aeiouyw]/.exec(word)
  if (!first) return null
  let onset = word.slice(0, first.index)
  let rest = word.slice(first.index)
  if (onset.startsWith('dd')) onset = `đ${onset.slice(2)}`
  else if (onset === 'd' && rest.endsWith('d')) {
    onset = 'đ'
    rest = rest.slice(0, -1)
  }
  let tone = ''
  const letters: string[] = []
  for (const letter of rest) {
    const previous = letters.lastIndexOf(letter)
    if (letter in tones) {
      if (tone !== '') return null
      tone = tones[letter] ?? ''
    } else if (letter === 'w') {
      if (letters.includes('a') && !letters.includes('u')) mark(letters, /a/, breve)
      else if (!markHorn(letters)) letters.push(`u${horn}`)
    } else if (/[aeo]/.test(letter) && previous >= 0) letters[previous] = letter + circumflex
    else letters.push(letter)
  }
  return withTone([...onset, ...letters], tone)
}

function mark(letters: string[], which: RegExp, sign: string): void {
  const at = letters.findLastIndex((letter) => letter.length === 1 && which.test(letter))
  if (at >= 0) letters[at] += sign
}

/** "uo" takes the horn on both letters, otherwise the last of u and o does. */
function markHorn(letters: string[]): boolean {
  const at = letters.findLastIndex((letter) => letter === 'u' || letter === 'o')
  if (at < 0) return false
  if (letters[at] === 'o' && letters[at - 1] === 'u') letters[at - 1] += horn
  letters[at] += horn
  return true
}

function withTone(letters: string[], tone: string): string {
  if (tone === '') return letters.join('').normalize('NFC')
  const marked = letters.findLastIndex((letter) => letter.length > 1)
  const vowels = letters.flatMap((letter, at) => (/[aeiouy]/.test(letter) ? [at] : []))
  const last = vowels.at(-1)
  if (last === undefined) return letters.join('').normalize('NFC')
  // An open ending of two or three vowels carries the tone on the last but one ("chào", "người").
  const open = last === letters.length - 1 && vowels.length > 1
  const at = marked >= 0 ? marked : open ? (vowels.at(-2) ?? last) : last
  letters[at] += tone
  return letters.join('').normalize('NFC')
}

import { plainCodeText } from '../../../knowledge/dossiers/codes/plain-code-text.ts'

/** `HS-` and three groups of four, with or without dashes, wherever it stands. */
const slip = /(?<![A-Z0-9])HS([\s-]?)([A-Z0-9]{4})([\s-]?)([A-Z0-9]{4})([\s-]?)([A-Z0-9]{4})(?![A-Z0-9])/
/** One that was begun and has not all of its letters, or too many. */
const begun = /(?<![A-Z0-9])HS-[A-Z0-9]/

/** The one-time code of an access slip in a text: `HS-XXXX-XXXX-XXXX`, or that there is part of one. */
export function readSlipCode(text: string): { code: string } | 'broken' | undefined {
  const plain = plainCodeText(text)
  const [, ...parts] = slip.exec(plain) ?? []
  const [first, one, second, two, third, three] = parts
  if (one && two && three) {
    const code = `HS-${one}-${two}-${three}`
    // "hs nhap hoan kiem" are four words: blanks alone make a code of no letters that could be a word.
    const joined = [first, second, third].some((between) => between !== ' ')
    if (joined || /\d/.test(code)) return { code }
  }
  return begun.test(plain) ? 'broken' : undefined
}

/** Three groups of four and nothing else, as the letters stand apart on the slip, or together. */
const bare = /^\s*([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})[\s.]*$/

/** Letters and digits about as long as that. */
const nearly =
  /^\s*(?=(?:[\s-]*[A-Z0-9]){9,15}[\s.]*$)(?=.*[A-Z])(?=.*\d.*\d)[A-Z0-9]+(?:[\s-][A-Z0-9]+){0,3}[\s.]*$/

/**
 * The code of a slip typed without its `HS`, or part of one, where such a code is waited for. There is a digit in it,
 * since three words of four letters are none.
 */
export function readBareSlipCode(text: string): { code: string } | 'broken' | undefined {
  const plain = plainCodeText(text)
  const [, one, two, three] = bare.exec(plain) ?? []
  const code = `HS-${one}-${two}-${three}`
  if (three && /\d/.test(code)) return { code }
  return nearly.test(plain) ? 'broken' : undefined
}

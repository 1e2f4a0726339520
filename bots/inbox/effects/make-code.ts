import { codeLetters } from './code-letters.ts'

/**
 * Six of A–Z and 2–9 without look-alikes, at least one of them a digit and one a letter, so that neither a word nor
 * a number is taken for a code.
 * @param randomBelow a whole number in [0, max), not to be guessed by others
 */
export function makeCode(randomBelow: (max: number) => number): string {
  for (;;) {
    const code = Array.from({ length: 6 }, () => codeLetters[randomBelow(codeLetters.length)]).join('')
    if (/\d/.test(code) && /[A-Z]/.test(code)) return code
  }
}

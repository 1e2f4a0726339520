// Without what is mistaken for something else when read aloud, written down or shown small: B8, G6, IL1, O0, S5, Z2.
const letters = 'ACDEFHJKMNPQRTUVWXY'
const digits = '23456789'
const all = letters + digits

/**
 * Six of A–Z and 2–9 without look-alikes, at least one of them a digit, so that no word is taken for a code.
 * @param randomBelow a whole number in [0, max), not to be guessed by others
 */
export function makeCode(randomBelow: (max: number) => number): string {
  for (;;) {
    const code = Array.from({ length: 6 }, () => all[randomBelow(all.length)]).join('')
    if (/\d/.test(code)) return code
  }
}

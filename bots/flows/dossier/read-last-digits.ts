/** What was typed where the last four digits were asked for. */
export type LastDigits =
  | { kind: 'four'; digits: string }
  /** Those of both numbers at once, in the order they are asked for. */
  | { kind: 'both'; digits: readonly [string, string] }
  /** A whole number, which is not to be sent. */
  | { kind: 'whole' }
  | { kind: 'none' }

/** "1234", "bốn số cuối là 1 2 3 4", "1234 và 5678". */
export function readLastDigits(typed: string): LastDigits {
  // "4 số cuối" says what follows and is no digit of it.
  const plain = withDigits(typed).replace(/\b4\s*(?:chữ\s*)?(?:số|so|digits?)(?![\p{L}])/giu, ' ')
  const groups = plain.match(/\d+/g) ?? []
  const digits = groups.join('')
  if (digits.length === 4) return { kind: 'four', digits }
  if (digits.length > 8) return { kind: 'whole' }
  const halves = groups.every((group) => group.length % 4 === 0 || group.length === 1)
  if (digits.length !== 8 || !halves) return { kind: 'none' }
  return { kind: 'both', digits: [digits.slice(0, 4), digits.slice(4)] }
}

/** "O123", "l234": in full-width or not, letters that look like digits are some where they stand with one. */
export function withDigits(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/(?<![\p{L}\p{N}])[\dOIL]*\d[\dOIL]*(?![\p{L}\p{N}])/giu, (word) =>
      word.replace(/O/gi, '0').replace(/[IL]/gi, '1'),
    )
}

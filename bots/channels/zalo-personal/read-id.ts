/**
 * An id of Zalo's as a string of digits. They go beyond 2^53: those that came as numbers are whole only when they
 * are small, or were read as the big numbers of the library's JSON reader.
 * @returns null for what is no id, or is one no more
 */
export function readId(value: unknown): string | null {
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'number' && Number.isSafeInteger(value)
        ? String(value)
        : isBig(value)
          ? value.toFixed()
          : ''
  return /^\d{1,40}$/.test(text) && text !== '0' ? text : null
}

function isBig(value: unknown): value is { toFixed(): string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'c' in value &&
    'toFixed' in value &&
    typeof value.toFixed === 'function'
  )
}

/** Orders ids as the numbers they stand for. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

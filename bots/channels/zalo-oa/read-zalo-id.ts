/** An id of Zalo's as a string, exactly: they come as strings, and where they don't, beyond what a number holds. */
export function readZaloId(value: unknown): string | null {
  if (typeof value === 'string') return /^[\w-]{1,128}$/.test(value) ? value : null
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? String(value) : null
}

/** What came over the wire is taken for nothing until it has been looked at. */
export type Fields = Record<string, unknown>

export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** An id as a string; Telegram's ids fit in 52 bits, anything else isn't one. */
export function asId(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null
}

/** A text that PostgreSQL can keep: no NUL, no half of a surrogate pair. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : null
}

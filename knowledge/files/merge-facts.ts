/**
 * Lays an operator's data over the built-in one, field by field: what is named replaces, what is not
 * stays, `null` removes. Lists are replaced whole.
 */
export function mergeFacts(builtIn: unknown, own: unknown): unknown {
  if (!isRecord(own)) return own
  // Where nothing is built in, `null` still means "not there", and is not a value.
  const merged = new Map(isRecord(builtIn) ? Object.entries(builtIn) : [])
  for (const [key, value] of Object.entries(own)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergeFacts(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** By a list's own name, the field that names its entries, where that is not `id`. */
export type EntryKeys = Readonly<Record<string, string>>

/**
 * Lays an operator's data over the built-in one, field by field: what is named replaces, what is not stays, `null`
 * removes. A list whose entries have names (`id`) is merged entry by entry, new ones come last; to remove one, the
 * list is written as a map from names (`papers: { to_khai: null }`). Any other list is replaced whole.
 */
export function mergeFacts(builtIn: unknown, own: unknown, keys: EntryKeys = {}, field = ''): unknown {
  if (Array.isArray(builtIn)) return mergeList(builtIn, own, keys, field)
  if (!isRecord(own)) return own
  // Where nothing is built in, `null` still means "not there", and is not a value.
  const merged = new Map(isRecord(builtIn) ? Object.entries(builtIn) : [])
  for (const [key, value] of Object.entries(own)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergeFacts(merged.get(key), value, keys, key))
  }
  return Object.fromEntries(merged)
}

function mergeList(builtIn: readonly unknown[], own: unknown, keys: EntryKeys, field: string): unknown {
  const key = keys[field] ?? 'id'
  if (builtIn.some((entry) => nameOf(entry, key) === undefined)) return own
  const named = namedEntries(own, key)
  if (!named) return own
  const merged = new Map(builtIn.map((entry) => [nameOf(entry, key), entry]))
  for (const [name, entry] of named) {
    if (entry === null) merged.delete(name)
    else merged.set(name, mergeFacts(merged.get(name), entry, keys))
  }
  return [...merged.values()]
}

/** The operator's entries by name, from a list of them or from a map; undefined where an entry has none. */
function namedEntries(own: unknown, key: string): [string, unknown][] | undefined {
  if (isRecord(own)) {
    return Object.entries(own).map(([name, entry]) => [
      name,
      isRecord(entry) ? { [key]: name, ...entry } : entry,
    ])
  }
  if (!Array.isArray(own)) return undefined
  const named = own.flatMap((entry): [string, unknown][] => {
    const name = nameOf(entry, key)
    return name === undefined ? [] : [[name, entry]]
  })
  return named.length === own.length && own.length > 0 ? named : undefined
}

function nameOf(entry: unknown, key: string): string | undefined {
  const name = isRecord(entry) ? entry[key] : undefined
  return typeof name === 'string' ? name : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const placeholder = /\{([a-z][a-z_]*)\}/g

/**
 * A template with its `{names}` filled in, in every text however deep.
 * @returns `missing` when it asks for a value that there is none of
 */
export function fillTemplate<T>(
  template: T,
  values: Readonly<Record<string, string>>,
): { filled: T } | { missing: string } {
  const missing = new Set<string>()
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(placeholder, (_, name: string) => {
        if (!Object.hasOwn(values, name)) missing.add(name)
        return values[name] ?? ''
      })
    }
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]))
  }
  const filled = fill(template) as T
  const [first] = missing
  return first === undefined ? { filled } : { missing: first }
}

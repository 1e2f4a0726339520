/** A record as it came: taken for nothing until it has been looked at. */
export type Fields = Readonly<Record<string, unknown>>

type Names = string | readonly string[] | undefined

export interface FieldReader {
  /** Of the first of these fields that says something. */
  text(record: Fields, names: Names): string | undefined
  /** Of all of these fields that say something. */
  texts(record: Fields, names: Names): string[]
  /** The records of a list; undefined where there is no list. */
  list(record: Fields, name: string): Fields[] | undefined
}

/** @param blanks values that say nothing */
export function createFieldReader(blanks: readonly string[]): FieldReader {
  const nothing = new Set(['', ...blanks])

  function texts(record: Fields, names: Names = []): string[] {
    return [names].flat().flatMap((name) => {
      const value = Object.hasOwn(record, name) ? record[name] : undefined
      if (typeof value !== 'string' && typeof value !== 'number') return []
      const text = String(value).trim()
      return nothing.has(text) ? [] : [text]
    })
  }

  return {
    texts,
    text: (record, names) => texts(record, names)[0],
    list(record, name) {
      const value = Object.hasOwn(record, name) ? record[name] : undefined
      return Array.isArray(value) ? value.filter(isFields) : undefined
    },
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

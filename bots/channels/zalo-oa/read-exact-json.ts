type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** The platform hands the source of a value to the reviver; its types do not say so yet. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/**
 * JSON as `JSON.parse` reads it, but an integer beyond 2^53 comes as its digits: Zalo's ids are longer than a number
 * holds.
 * @throws SyntaxError when it is no JSON
 */
export function readExactJson(text: string): unknown {
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value,
  )
}

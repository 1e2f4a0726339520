type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** The platform hands the source of a value to the reviver; its types do not say so yet. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/** A number so long outside of a string, or something that looks like one: only then is the slow way worth it. */
const longNumber = /[:[,]\s*-?\d{16}/

/**
 * JSON as `JSON.parse` reads it, but an integer beyond 2^53 comes as its digits: Zalo's ids are longer than a number
 * holds.
 * @throws SyntaxError when it is no JSON
 */
export function readExactJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text)
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value,
  )
}

/** A Vietnamese phone number as `+84…`; undefined for what is none. Numbers of the old length are none any more. */
export function normalisePhone(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s.()\-‐-―]/gu, '')
  const national = /^(?:\+84|0084|84|0)(\d{9,10})$/.exec(plain)?.[1]
  return national === undefined ? undefined : `+84${national}`
}

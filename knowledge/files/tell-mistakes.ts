import type { z } from 'zod'

/** So many mistakes of a file are told at once; the rest is told when these are mended. */
const most = 5

/** What a schema found wrong, one entry a place, in words for whoever edits the file. */
export function tellIssues(error: z.ZodError): { path: readonly PropertyKey[]; what: string }[] {
  return error.issues.flatMap((issue) => {
    const { path, message } = issue
    if (issue.code !== 'unrecognized_keys') {
      return [{ path, what: /received undefined$/.test(message) ? 'is missing' : message }]
    }
    return issue.keys.map((key) => ({ path: [...path, key], what: 'no such field' }))
  })
}

/**
 * The mistakes of one file on one line: `<file>:<line>: what; line <line>: what; and 3 more`.
 * @param tell one of them as `<line>: what`
 */
export function tellMistakes<T>(file: string, mistakes: readonly T[], tell: (mistake: T) => string): string {
  const told = mistakes.slice(0, most).map(tell).join('; line ')
  return `${file}:${told}${mistakes.length > most ? `; and ${mistakes.length - most} more` : ''}`
}

/** Keeps the digits of one number together, and is read through when the code comes back. */
const narrowSpace = '\u202f'

/** A line may end before it, and not between it and what follows; all of it but the dash is read through. */
const dash = ' –\u2060\u00a0'

/**
 * A code as it is read back, in pieces short enough to say aloud: "H26.16.05 – 261120 – 0012", so that a line never
 * ends behind a dash. What is longer than six digits is grouped, the last four together.
 * @param code as `readDossierCode` gives it
 */
export function sayDossierCode(code: string): string {
  return code
    .split('-')
    .map((part) => part.replace(/^(\d{3,})(\d{4})$/, `$1${narrowSpace}$2`))
    .join(dash)
}

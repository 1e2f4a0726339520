/** Control characters but tab and line breaks, and marks that turn the direction of what follows. */
const unfit = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u

/** Whether a text of a data file holds what no person wrote: the database would refuse it, or a screen be led astray. */
export function hasUnfitCharacter(text: string): boolean {
  return !text.isWellFormed() || unfit.test(text)
}

import { cleanText } from '../../knowledge/dossiers/reading/clean-text.ts'

/** A text of one line without what is invisible, or turns the direction of writing. HTML stays the text it is. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ')
}

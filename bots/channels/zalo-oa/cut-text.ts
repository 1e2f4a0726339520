const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/**
 * A text of at most so many UTF-16 units: cut at a word's end where there is one, else between characters; an ellipsis
 * says that there was more.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const head = text.slice(0, most)
  const word = head.search(/\s\S*$/)
  // Nothing but a crumb would be left before a long word.
  const at = word > most / 2 ? word : (characters.segment(text).containing(most - 1)?.index ?? 0)
  return `${text.slice(0, at).trimEnd()}…`
}

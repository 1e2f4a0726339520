/** Numbers a person in need should only have to press: the city's hotline, and 113, 114, 115. */
const phones = /\b(1900 \d{4}|11[345])\b/

/** A text in which telephone numbers can be pressed. */
export function SpokenText({ text }: { text: string }) {
  return text.split(phones).map((part, index) =>
    index % 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
      <a key={index} className="phone" href={`tel:${part.replaceAll(' ', '')}`}>
        {part}
      </a>
    ) : (
      part
    ),
  )
}

import { asFields, asText, type Fields } from '../read-json.ts'

/** More than a bot may fetch is twice this; more than this nobody's phone takes. */
const mostBytes = 10 * 1024 * 1024

/**
 * The picture in a message, sent as a photo or as a file. Of a photo Telegram keeps several sizes; the largest shows
 * codes best.
 * @returns null when there is none; `image` is the file's id, absent when all are too large
 */
export function readPicture({ photo, document }: Fields): { image?: string } | null {
  const file = asFields(document)
  const isPicture = file && asText(file.mime_type)?.startsWith('image/')
  const sizes: readonly unknown[] | null = Array.isArray(photo) ? photo : isPicture ? [file] : null
  if (!sizes) return null
  const fitting = sizes
    .map(asFields)
    .filter((size) => size !== null)
    .filter(({ file_id: id, file_size: bytes }) => asText(id) && !(Number(bytes) > mostBytes))
  const [largest] = fitting.toSorted((a, b) => area(b) - area(a))
  const image = asText(largest?.file_id)
  return image ? { image } : {}
}

function area({ width, height }: Fields): number {
  return (Number(width) || 0) * (Number(height) || 0)
}

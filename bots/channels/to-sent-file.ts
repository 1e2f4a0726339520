import type { SentFile } from '../dialogue/event.ts'
import { asText } from './read-json.ts'

const longestName = 200
/** Zalo says an ending where others say a type. */
const byEnding: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}

/**
 * A document as an event tells of it, from what a channel says of it, which is taken for nothing yet.
 * @returns null when it cannot be found again
 */
export function toSentFile(given: {
  ref: string | null
  name?: unknown
  type?: unknown
  size?: unknown
}): SentFile | null {
  if (!given.ref) return null
  const name = asText(given.name)?.trim().slice(0, longestName).toWellFormed()
  const said = asText(given.type)?.trim().toLowerCase()
  const type = said !== undefined && Object.hasOwn(byEnding, said) ? byEnding[said] : said
  // Zalo sends numbers as texts.
  const size =
    typeof given.size === 'string' && /^\d{1,15}$/.test(given.size) ? Number(given.size) : given.size
  return {
    ref: given.ref,
    ...(name ? { name } : {}),
    ...(type && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type) ? { type } : {}),
    ...(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? { size } : {}),
  }
}

import { asFields, type Fields } from '../../read-json.ts'
import { readId } from '../read-id.ts'

/** Whom people address. */
export interface OwnIdentity {
  uid: string
  /** The account's names, as people in a group call it. */
  names: readonly string[]
}

/** What the assistant is called in any ward. */
const commonNames = ['Một Cửa', 'trợ lý']

/**
 * Whether what was written in a group is meant for the assistant, and what is left once the address is taken off.
 * @returns null when it is not
 */
export function readAddress(text: string, data: Fields, own: OwnIdentity): string | null {
  const normal = text.normalize('NFC')
  const mentioned = withoutMentions(text, data.mentions, own.uid)
  if (mentioned !== null) return withoutName(mentioned, own) ?? mentioned
  const named = withoutName(normal, own)
  if (named !== null) return named
  const quoted = readId(asFields(data.quote)?.ownerId) === own.uid
  return quoted || normal.trimStart().startsWith('/') ? normal.trim() : null
}

/** By the mention, not by the name: others may be called alike. */
function withoutMentions(text: string, mentions: unknown, uid: string): string | null {
  if (!Array.isArray(mentions)) return null
  const ours = mentions
    .map(asFields)
    .filter((mention) => readId(mention?.uid) === uid)
    .map((mention) => ({ from: Number(mention?.pos), length: Number(mention?.len) }))
    .filter(({ from, length }) => Number.isSafeInteger(from) && Number.isSafeInteger(length))
    .filter(({ from, length }) => from >= 0 && length >= 0 && from + length <= text.length)
    .sort((a, b) => b.from - a.from)
  if (ours.length === 0) return null
  return ours
    .reduce((rest, { from, length }) => `${rest.slice(0, from)} ${rest.slice(from + length)}`, text)
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ (?=[,.:;?!])/g, '')
    .replace(/^[\s,.:;!]+/, '')
    .trim()
}

/** "Một Cửa ơi, …", "@Một Cửa …", "trợ lý: …"; a name counts as a whole and at the beginning only. */
function withoutName(text: string, own: OwnIdentity): string | null {
  const trimmed = text.trimStart().replace(/^@/, '')
  const lower = trimmed.toLowerCase()
  const name = [...own.names, ...commonNames]
    .map((each) => each.normalize('NFC').trim())
    .filter((each) => each !== '' && lower.startsWith(each.toLowerCase()))
    .sort((a, b) => b.length - a.length)[0]
  if (name === undefined) return null
  const rest = trimmed.slice(name.length)
  if (/^[\p{L}\p{N}]/u.test(rest)) return null
  return rest
    .replace(/^\s+ơi(?![\p{L}\p{N}])/u, '')
    .replace(/^[\s,.:;!-]+/, '')
    .trim()
}

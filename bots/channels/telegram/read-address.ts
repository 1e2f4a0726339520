import { asFields, asId, type Fields } from '../read-json.ts'

export interface BotIdentity {
  /** The part of the token before the colon. */
  id: string
  /** Null until the server has told it. */
  username: string | null
}

export type Addressed =
  | { kind: 'command'; addressed: boolean; name: string; rest: string }
  | { kind: 'text'; addressed: boolean; text: string }

const command = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+([\s\S]*))?$/

/**
 * Whom a text is for and what is left of it once the address is taken off. A command is ours when it names
 * nobody or us; a mention is ours by its entity, so that an e-mail address or a longer name isn't one.
 */
export function readAddress(text: string, entities: unknown, message: Fields, bot: BotIdentity): Addressed {
  const found = command.exec(text)
  if (found?.[1]) {
    const ours = found[2] === undefined || isUs(found[2], bot)
    if (!ours) return { kind: 'text', addressed: false, text }
    return { kind: 'command', addressed: true, name: found[1].toLowerCase(), rest: found[3]?.trim() ?? '' }
  }
  const left = withoutMentions(text, entities, bot)
  return { kind: 'text', addressed: left !== null || isReplyToUs(message, bot), text: left ?? text }
}

/** @returns null when we aren't mentioned */
function withoutMentions(text: string, entities: unknown, bot: BotIdentity): string | null {
  if (!Array.isArray(entities)) return null
  const ours = entities
    .map(asFields)
    .flatMap((entity) => (entity && isMentionOfUs(text, entity, bot) ? [entity] : []))
    .map(({ offset, length }) => ({ from: Number(offset), to: Number(offset) + Number(length) }))
    .sort((a, b) => b.from - a.from)
  if (ours.length === 0) return null
  const left = ours.reduce((rest, { from, to }) => `${rest.slice(0, from)} ${rest.slice(to)}`, text)
  return left
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ (?=[,.:;?])/g, '')
    .replace(/^[\s,:]+/, '')
    .trim()
}

function isMentionOfUs(text: string, { type, offset, length, user }: Fields, bot: BotIdentity): boolean {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) return false
  const from = Number(offset)
  if (from < 0 || Number(length) < 1 || from + Number(length) > text.length) return false
  if (type === 'text_mention') return asId(asFields(user)?.id) === bot.id
  const named = text.slice(from, from + Number(length))
  return type === 'mention' && named.startsWith('@') && isUs(named.slice(1), bot)
}

function isReplyToUs(message: Fields, bot: BotIdentity): boolean {
  return asId(asFields(asFields(message.reply_to_message)?.from)?.id) === bot.id
}

function isUs(name: string, bot: BotIdentity): boolean {
  return bot.username !== null && name.toLowerCase() === bot.username.toLowerCase()
}

import type { IncomingEvent } from './incoming.ts'

const mostAround = { resume: 40, chat: 120 }

/**
 * Whether the dialogue could read a code in an event: a resume code, when it is short and ends in six letters and
 * digits, or one of an official or a group chat, which may stand anywhere. Wider than the reading itself, since a
 * guess that isn't counted would be worse than a key too many.
 * @param event cleaned: what cleaning takes away could hide a guess
 */
export function mayBeCode(event: IncomingEvent): boolean {
  const text = event.kind === 'text' ? event.text : event.kind === 'start' ? event.payload : undefined
  if (text === undefined) return false
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const resume = plain.length <= mostAround.resume && /(?=.*\d)[A-Z0-9]{6}$/.test(plain.slice(-6))
  const linked = /\/l\/[A-Za-z0-9]{6}\/?\s*$/.test(text)
  return resume || linked || (text.length <= mostAround.chat && /[CN]B[A-Z0-9]{12}/.test(plain))
}

import type { IncomingEvent } from './incoming.ts'

const most = 40

/**
 * Whether the dialogue could read a resume code in an event: it is short, and ends in six letters and digits.
 * Wider than the reading itself, since a guess that isn't counted would be worse than a key too many.
 * @param event cleaned: what cleaning takes away could hide a guess
 */
export function mayBeResumeCode(event: IncomingEvent): boolean {
  const text = event.kind === 'text' ? event.text : event.kind === 'start' ? event.payload : undefined
  if (text === undefined) return false
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  return plain.length <= most && /(?=.*\d)[A-Z0-9]{6}$/.test(plain.slice(-6))
}

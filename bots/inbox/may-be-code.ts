import type { IncomingEvent } from './incoming.ts'

const mostAround = { resume: 40, chat: 120 }

/**
 * Two digits of a province, six of a day and four of a number stand together in every dossier code, or what passes for
 * digits there.
 */
const dossier = /[0-9OIL]{12}/

/**
 * Whether the dialogue could read a code in an event: a resume code, when it is short and ends in six letters and
 * digits; one of an official, a group chat, a neighbourhood group or an access slip, or a dossier's, which may stand anywhere; or the digits
 * that prove a dossier, when it is short. Wider than the reading itself, since a guess that isn't counted would be worse
 * than a key too many.
 * @param event cleaned: what cleaning takes away could hide a guess
 */
export function mayBeCode(event: IncomingEvent): boolean {
  const text = readText(event)
  if (text === undefined) return false
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const resume = plain.length <= mostAround.resume && /(?=.*\d)[A-Z0-9]{6}$/.test(plain.slice(-6))
  const linked = /\/l\/[A-Za-z0-9]{6}\/?\s*$/.test(text)
  const short = text.length <= mostAround.chat
  return (
    resume ||
    linked ||
    (short && (/(?:[CN]B|NH)[A-Z0-9]{12}/.test(plain) || /\d{4}/.test(plain))) ||
    /HS[A-Z0-9]{12}/.test(plain) ||
    dossier.test(plain)
  )
}

function readText(event: IncomingEvent): string | undefined {
  if (event.kind === 'text') return event.text
  if (event.kind === 'start') return event.payload
  if (event.kind === 'photo_read') return event.codes.join(' ')
  return undefined
}

import type { ProvenPhone } from '../../dialogue/event.ts'
import { asFields, asId, asText, type Fields } from '../read-json.ts'

/** A phone number as it is kept; undefined for what is none. */
export type HashPhone = (phone: string) => ProvenPhone | undefined

/** What a message has that somebody else wrote first. */
const passedOn = [
  'forward_origin',
  'forward_from',
  'forward_from_chat',
  'forward_sender_name',
  'forward_date',
  'via_bot',
]

/**
 * The sender's own phone number, when the message is a contact that is theirs: the server sets its `user_id` by the
 * number, so nobody can put their own on somebody else's. Of a card passed on, nobody knows who shared it.
 */
export function readOwnPhone(message: Fields, hashPhone: HashPhone): ProvenPhone | null {
  const contact = asFields(message.contact)
  const owner = asId(contact?.user_id)
  if (owner === null || owner !== asId(asFields(message.from)?.id)) return null
  if (passedOn.some((field) => message[field] !== undefined)) return null
  const number = asText(contact?.phone_number)
  return (number !== null && hashPhone(number)) || null
}

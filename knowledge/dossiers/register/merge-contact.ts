import type { ContactHashes } from './hash-contact.ts'

/** What the register knows of whose a dossier is, and by whom. */
export interface Contact extends ContactHashes {
  /** Who named the phone number; null without one. */
  contact_source: string | null
}

const none: Contact = { phone_hash: null, phone_last2: null, proof_hash: null, contact_source: null }

/** How what is said counts. */
interface Saying {
  source: string
  /** Whether it takes the place of what is known, or only fills what is missing. */
  replaces: boolean
  /** An official has entered it: it holds, whoever said something else. */
  entered: boolean
}

/**
 * The hashes a dossier has after an update. A number that takes another's place ends the proof by the former one;
 * the follows it had opened are ended with it (`end-former-follows.ts`). Since it opens the dossier, no source puts
 * its number in the place of another's: that is `denied`, for an operator to see.
 */
export function mergeContact(
  known: Contact = none,
  said: ContactHashes | undefined,
  { source, replaces, entered }: Saying,
): { contact: Contact; denied?: true } {
  if (!said) return { contact: known }
  if (known.phone_hash === null) return { contact: { ...said, contact_source: source } }
  if (said.phone_hash !== known.phone_hash) {
    if (!entered && source !== known.contact_source) return { contact: known, denied: true }
    return { contact: entered || replaces ? { ...said, contact_source: source } : known }
  }
  const proof_hash = replaces ? (said.proof_hash ?? known.proof_hash) : (known.proof_hash ?? said.proof_hash)
  return { contact: { ...known, proof_hash } }
}

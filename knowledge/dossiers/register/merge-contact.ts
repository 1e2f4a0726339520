import type { ContactHashes } from './hash-contact.ts'

const none: ContactHashes = { phone_hash: null, phone_last2: null, proof_hash: null }

/**
 * The hashes a dossier has after an update. A number that takes another's place ends the proof by the former one;
 * the follows it had opened are ended with it (`end-former-follows.ts`).
 * @param replaces whether what is said counts, or only fills what is missing
 */
export function mergeContact(
  known: ContactHashes = none,
  said: ContactHashes | undefined,
  replaces: boolean,
): ContactHashes {
  if (!said) return known
  if (said.phone_hash !== known.phone_hash) return replaces || known.phone_hash === null ? said : known
  const proof_hash = replaces ? (said.proof_hash ?? known.proof_hash) : (known.proof_hash ?? said.proof_hash)
  return { ...known, proof_hash }
}

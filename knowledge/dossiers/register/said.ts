import type { KeyObject } from 'node:crypto'
import type { DossierUpdate } from '../dossier.ts'

/** Who says something of dossiers, and how. */
export interface Speaker {
  /** `file`, the connector's name, an official's id. */
  source: string
  /** For the hashes of phones and proofs, and for knowing again what was said. */
  key: KeyObject
  /** An official's own correction: it holds, backwards too. */
  correct?: true
}

/** An update with what it is known again by. */
export interface Said {
  update: DossierUpdate
  fingerprint: string
}

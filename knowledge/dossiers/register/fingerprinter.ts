import { saidHasher } from '../access/dossier-hashes.ts'
import type { DossierUpdate } from '../dossier.ts'
import type { Speaker } from './said.ts'

/** Everything an update can say, in the order in which it is hashed. A field more makes every fingerprint new, once. */
const fields: Readonly<Record<keyof DossierUpdate, true>> = {
  code: true,
  status: true,
  statusAt: true,
  procedure: true,
  applicant: true,
  phone: true,
  idLast4: true,
  unit: true,
  receivedAt: true,
  dueAt: true,
  note: true,
  papers: true,
  supplyBy: true,
  feeDue: true,
  apologyAt: true,
  result: true,
}
const order = Object.keys(fields) as (keyof DossierUpdate)[]

/** By what an update of a source is known again: the same when, and only when, all of what it says is the same. */
export function fingerprinter({ key, source, correct }: Speaker): (update: DossierUpdate) => string {
  const hashSaid = saidHasher(key)
  return (update) =>
    hashSaid(JSON.stringify([source, correct === true, ...order.map((field) => update[field])]))
}

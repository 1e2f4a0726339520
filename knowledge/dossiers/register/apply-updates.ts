import type { Pool } from 'pg'
import type { DossierUpdate } from '../dossier.ts'
import { type Applied, type ApplyOptions, applySaid } from './apply-said.ts'
import { findFresh } from './find-fresh.ts'
import { fingerprinter } from './fingerprinter.ts'
import { hashContact } from './hash-contact.ts'

/**
 * Takes what a source says into the register, all of it in one transaction. What it said before, word for word, is
 * passed over without a lock or a write, so it can be said any number of times; of one code the last counts.
 * @param updates some thousand at most
 */
export async function applyUpdates(
  pool: Pool,
  updates: readonly DossierUpdate[],
  options: ApplyOptions,
): Promise<Applied> {
  const fingerprintOf = fingerprinter(options)
  const byCode = new Map(updates.map((update) => [update.code, update]))
  const said = [...byCode.values()].map((update) => ({ update, fingerprint: fingerprintOf(update) }))
  const fresh = await findFresh(pool, said)
  const { inserted, updated } = await applySaid(
    pool,
    said
      .filter(({ update }) => fresh.has(update.code))
      .map((one) => ({ ...one, contact: hashContact(options.key, one.update) })),
    options,
  )
  return { inserted, updated, unchanged: updates.length - inserted - updated }
}

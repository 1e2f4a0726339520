import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { readDossierRef } from './dossier-refs.ts'
import { proveId, toldDigits } from './prove-dossier.ts'
import { readLastDigits } from './read-last-digits.ts'

/**
 * The last four digits typed at once, where telling them was just offered by a button: the proof begins with them.
 * Where another question is open, four digits may be its answer, and only those of both numbers are taken so.
 */
export function hearOfferedDigits(text: string, { state }: Scope): Outcome | undefined {
  const [offered] = (state.offer ?? []).flatMap((ref) => {
    const read = readDossierRef(ref)
    return read?.kind === 'prove' ? [read.code] : []
  })
  if (offered === undefined || /[a-z]\d/i.test(text)) return undefined
  const read = readLastDigits(text)
  const taken = read.kind === 'both' || (read.kind === 'four' && state.frames.length === 0)
  if (!taken) return undefined
  return { begin: { flow: proveId(offered), keep: true, answers: { giay: toldDigits(read) } } }
}

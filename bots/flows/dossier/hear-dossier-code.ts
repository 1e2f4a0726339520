import { findDossierCodes } from '../../../knowledge/dossiers/codes/find-dossier-codes.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { choicesOf } from './dossier-choices.ts'
import { noSlipRef } from './dossier-refs.ts'
import { findBrokenCode } from './find-broken-code.ts'
import { hearOfferedDigits } from './hear-offered-digits.ts'
import { readStopWish } from './hear-stop-wish.ts'
import { readProveId } from './prove-dossier.ts'
import { readBareSlipCode, readSlipCode } from './read-slip-code.ts'

/** Longer texts are stories; a code in one stands near its beginning. */
const longest = 500

/**
 * Whether a text holds a dossier's code or a slip's, something meant to be one, digits that prove one, or the wish to
 * hear no more of one.
 */
export function holdsDossierCode(text: string, scope: Scope): boolean {
  if (readStopWish(text)) return true
  const read = text.slice(0, longest)
  const { slip, codes, broken } = findCodes(read, scope)
  return Boolean(slip ?? codes[0] ?? broken) || hearOfferedDigits(read, scope) !== undefined
}

/**
 * A code of a slip or a dossier wherever it stands in a message, or what is wrong with one, or the digits that prove
 * one. Of several dossiers the first is served and the others are offered with it.
 */
export function hearDossierCode(text: string, scope: Scope): Outcome | undefined {
  const read = text.slice(0, longest)
  const { slip, codes, broken } = findCodes(read, scope)
  const [code, ...others] = codes
  if (!slip && !code && !broken) return hearOfferedDigits(read, scope)
  // One that cannot be taken here, or lacks a letter, opens as much to whoever reads it.
  const unkept = slip ? { secret: true as const } : {}
  if (scope.state.group) return { ...say(scope.text('dossier.group')), ...unkept }
  if (slip === 'broken') return { ...askForSlip(scope.text('dossier.slip.broken'), scope), ...unkept }
  if (slip) return { ask: { kind: 'redeem_slip', code: slip.code } }
  if (code !== undefined) return askForDossier(code, scope, others)
  return say(`${scope.text(`dossier.broken.${broken}`)} ${scope.text('dossier.broken.form')}`)
}

function findCodes(read: string, scope: Scope) {
  // Who has just been told "HS-XXXX-…" may well leave the HS away.
  const bare = scope.state.offer?.includes(noSlipRef) ? readBareSlipCode(read) : undefined
  // Every code has two digits side by side, or its prefix; most texts have neither.
  if (!bare && !/\d{2}|hs/iu.test(read.normalize('NFKC'))) return { codes: [] }
  const codes = findDossierCodes(read)
  const slip = readSlipCode(read) ?? (codes.length ? undefined : bare)
  const broken = slip || codes.length ? undefined : findBrokenCode(read)
  return { slip, codes, broken }
}

/** A word about the code of a slip, which is then waited for. */
export function askForSlip(text: string, scope: Scope): Outcome {
  return say(text, choicesOf([noSlipRef], scope))
}

/** Asks for a dossier; the one whose proof is being asked for is not asked for again. */
export function askForDossier(code: string, scope: Scope, others: readonly string[] = []): Outcome {
  if (readProveId(scope.state.frames.at(-1)?.flow ?? '') === code) return {}
  return { ask: { kind: 'dossier', code, ...(others.length ? { others } : {}) } }
}

import { fold } from '../../../knowledge/matching/fold.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { readDossierRef } from './dossier-refs.ts'
import { proveId, readProveId, toldDigits } from './prove-dossier.ts'
import { readLastDigits, withDigits } from './read-last-digits.ts'

/** Nothing but digits and words that go with them: a year in a sentence is something else. */
const onlyDigits =
  /^(?:\d+|[^\p{L}\d]+|da|vang|a|bon|so|chu|cuoi|la|can|cuoc|cccd|cmnd|dinh|danh|dien|thoai|sdt|dt|cua|toi|em|bac|con|va|thi|id|phone|last|four|digits|are|is|my|and|the)+$/u
const longest = 80

/**
 * The last four digits typed at once, where telling them was just offered by a button: the proof begins with them.
 * Where another question is open, four digits may be its answer, and only those of both numbers are taken so.
 */
export function hearOfferedDigits(text: string, scope: Scope): Outcome | undefined {
  const { state } = scope
  if (readProveId(state.frames.at(-1)?.flow ?? '')) return hearWordedNumber(text, scope)
  const offered = (state.offer ?? []).flatMap((ref) => {
    const read = readDossierRef(ref)
    return read?.kind === 'prove' ? [read.code] : []
  })
  const [code] = offered
  if (code === undefined || text.length > longest || !onlyDigits.test(fold(withDigits(text))))
    return undefined
  const begin = { flow: proveId(code), keep: true } as const
  const read = readLastDigits(text)
  if (read.kind === 'both') return { begin: { ...begin, answers: { giay: toldDigits(read) } } }
  if (state.frames.length > 0) return undefined
  if (read.kind === 'four') return { begin: { ...begin, answers: { giay: toldDigits(read) } } }
  return read.kind === 'whole' ? { ...say(scope.text('prove.whole')), begin } : undefined
}

/** "Số điện thoại 0912345678" in a proof is an answer, though not the one asked for, and no question for a number. */
function hearWordedNumber(text: string, scope: Scope): Outcome | undefined {
  const read = readLastDigits(text)
  const enough = (text.match(/\d/g) ?? []).length >= 4
  if (!enough || !/\p{L}/u.test(text) || read.kind === 'four' || read.kind === 'both') return undefined
  return say(scope.text(read.kind === 'whole' ? 'prove.whole' : 'prove.not_four'))
}

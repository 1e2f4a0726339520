import { fold } from '../../../knowledge/matching/fold.ts'
import type { Match } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { readDossierRef } from './dossier-refs.ts'

/** Of a dossier that has been submitted; with other words beside them it may be another matter that is asked about. */
const ofDossier = /\b(?:nop|bo sung|ho so nay|ho so do|this dossier)\b/

/** "Nộp tiền ở đâu?" right after a dossier was shown is about that dossier: what it says is shown again. */
export function hearOpenDossier(
  text: string,
  { aspect, decision, intent }: Match,
  { state }: Scope,
): Outcome | undefined {
  if (state.frames.length || (!aspect && intent !== 'place')) return undefined
  if (decision === 'choices' && !ofDossier.test(fold(text))) return undefined
  const follows = new Set(
    (state.offer ?? []).flatMap((ref) => {
      const read = readDossierRef(ref)
      return read && 'follow' in read ? [read.follow] : []
    }),
  )
  const [follow] = follows
  return follow !== undefined && follows.size === 1
    ? { ask: { kind: 'followed_dossier', follow } }
    : undefined
}

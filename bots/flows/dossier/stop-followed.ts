import type { DossierAnswer, StopWish } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { choicesOf } from './dossier-choices.ts'
import { stopRef } from './dossier-refs.ts'

type Followed = Extract<DossierAnswer, { kind: 'my_dossiers' }>

/** So many are asked about at once; the others have their buttons in the list. */
const most = 5

/** Ends what was wished to end: of the one dossier that can be meant, or of the one that is then chosen. */
export function stopFollowed(
  { dossiers }: Followed,
  { stop, code }: { stop: StopWish; code?: string },
  scope: Scope,
): Outcome {
  const followed = dossiers.filter(({ follow }) => follow !== undefined)
  const meant = code === undefined ? followed : followed.filter((view) => view.code === code)
  const [first] = meant
  if (!first?.follow) {
    return code === undefined || followed.length === 0
      ? say(scope.text('my_dossiers.none.unproved'))
      : say(scope.text('dossier.follow_over'), choicesOf(['d.all'], scope))
  }
  const { id: follow } = first.follow
  if (meant.length === 1)
    return {
      ask: stop === 'telling' ? { kind: 'set_telling', follow, tells: 'no' } : { kind: 'unfollow', follow },
    }
  const refs = meant.slice(0, most).map((view) => stopRef(view, stop))
  return say(
    scope.text(`dossier.stop.${stop}`),
    choicesOf([...refs, ...(meant.length > most ? ['d.all'] : [])], scope),
  )
}

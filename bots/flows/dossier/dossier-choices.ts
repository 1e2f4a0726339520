import type { DossierView, Tells } from '../../../knowledge/dossiers/dossier.ts'
import { overStatuses } from '../../../knowledge/dossiers/over-statuses.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import type { Choice } from '../../dialogue/reply.ts'
import type { Saying } from './dossier-world.ts'
import { labelDossierRef } from './label-dossier-ref.ts'
import { deskStatuses } from './say-dossier-desk.ts'

/** What else may be told of a dossier than what is told now. */
const otherwise: Record<Tells, readonly Tells[]> = {
  no: ['day'],
  day: ['no', 'at_once'],
  at_once: ['no', 'day'],
}

/** What can be done about a dossier that is followed; where it has come to its end there is nothing to be told of. */
export function dossierChoices({ status, follow }: DossierView, saying: Saying): Choice[] {
  if (!follow) return []
  const over = overStatuses.includes(status)
  const first = over ? choicesOf([`d.u.${follow.id}`], saying) : tellingChoices(follow, saying)
  return [
    ...first,
    ...choicesOf(['d.all'], saying),
    ...(deskStatuses.includes(status) ? [humanChoice(saying)] : []),
  ]
}

/** Buttons that change what is told. To follow it no more is offered to who is told nothing: the two sound alike. */
export function tellingChoices({ id, tells }: { id: string; tells: Tells }, saying: Saying): Choice[] {
  const refs = otherwise[tells].map((other) => `d.t.${other}.${id}`)
  return choicesOf(tells === 'no' ? [...refs, `d.u.${id}`] : refs, saying)
}

/** Buttons about dossiers, called as they can be typed. */
export function choicesOf(refs: readonly string[], saying: Pick<Saying, 'text'>): Choice[] {
  return refs.flatMap((ref) => {
    const label = labelDossierRef(ref, saying)
    return label ? [{ label, ref }] : []
  })
}

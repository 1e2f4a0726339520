import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { Block, StepState } from '../../dialogue/reply.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'

/** How far a dossier has come, as a row of steps. */
export function drawSteps({ status }: DossierView, { lang }: Saying, { facts }: DossierWorld): Block {
  const { step: present, mark } = facts.statuses[status]
  const at = facts.steps.findIndex(({ id }) => id === present)
  const stateOf = (index: number): StepState => (index < at ? 'done' : index === at ? mark : 'to_come')
  return {
    kind: 'steps',
    items: facts.steps.map(({ name }, index) => ({ label: name[lang], state: stateOf(index) })),
  }
}

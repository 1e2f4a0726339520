import type { DossierAnswer } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { choicesOf, dossierChoices } from './dossier-choices.ts'
import { showRef } from './dossier-refs.ts'
import { tellBriefly } from './tell-briefly.ts'
import { tellDossier } from './tell-dossier.ts'

type Followed = Extract<DossierAnswer, { kind: 'my_dossiers' }>

/** So many are shown at once; the rest comes with "more". */
const pageSize = 5

/** "Hồ sơ của tôi": everything that is followed, what changed last first; a single one is told in full. */
export function listDossiers(answer: Followed, from: number, scope: Scope, world: HomeWorld): Reply {
  const { dossiers, phone } = answer
  const taken: Block[] =
    phone === 'proved_now' ? [{ kind: 'text', text: scope.text('my_dossiers.phone') }] : []
  const [first] = dossiers
  if (!first) return nothingFollowed(phone, scope, world)
  if (dossiers.length === 1)
    return {
      blocks: [...taken, ...tellDossier(first, scope, world.dossiers)],
      choices: dossierChoices(first, scope).filter(({ ref }) => ref !== 'd.all'),
    }
  // A list may have become shorter since the button was shown.
  const start = from < dossiers.length ? from : 0
  const next = start + pageSize
  const shown = dossiers.slice(start, next)
  const refs = [...shown.map(showRef), ...(next < dossiers.length ? [`d.all.${next}`] : [])]
  return {
    blocks: [
      ...taken,
      { kind: 'text', text: scope.text('my_dossiers', { count: dossiers.length }) },
      { kind: 'list', items: shown.map((view) => tellBriefly(view, scope, world.dossiers)) },
    ],
    choices: choicesOf(refs, scope),
  }
}

function nothingFollowed(phone: Followed['phone'], scope: Scope, world: HomeWorld): Reply {
  const text = scope.text(`my_dossiers.none.${phone}`)
  return {
    blocks: [
      { kind: 'text', text },
      { kind: 'text', text: scope.text('my_dossiers.begin', { phone: world.desk(scope).phone }) },
    ],
    choices: [...choicesOf(['d.slip'], scope), humanChoice(scope)],
    ...(phone === 'unproved' ? { asksPhone: scope.text('choice.share_phone') } : {}),
  }
}

import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { readDossierRef } from './dossier-refs.ts'
import { askForDossier, askForSlip } from './hear-dossier-code.ts'
import { proveId } from './prove-dossier.ts'

/** A button about dossiers was pressed; undefined for one that is none. */
export function pressDossierButton(ref: string, scope: Scope, world: HomeWorld): Outcome | undefined {
  const read = readDossierRef(ref)
  if (!read) return undefined
  if (scope.state.group) return say(scope.text('dossier.group'))
  switch (read.kind) {
    case 'show':
      return { ask: { kind: 'followed_dossier', follow: read.follow } }
    case 'ask':
      return askForDossier(read.code, scope)
    case 'tell':
      return { ask: { kind: 'set_telling', follow: read.follow, tells: read.tells } }
    case 'unfollow':
      return { ask: { kind: 'unfollow', follow: read.follow } }
    case 'prove':
      return { begin: { flow: proveId(read.code), keep: true } }
    case 'slip':
      return askForSlip(scope.text('dossier.slip.how'), scope)
    case 'no_slip':
      return say(scope.text('dossier.slip.none', { phone: world.desk(scope).phone }))
    case 'all':
      return { ask: { kind: 'my_dossiers', ...(read.from ? { from: read.from } : {}) } }
  }
}

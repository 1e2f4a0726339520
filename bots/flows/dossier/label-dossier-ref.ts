import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { readDossierRef } from './dossier-refs.ts'

/** What a button about dossiers is called, so that it can be typed too. */
export function labelDossierRef(ref: string, scope: Pick<Scope, 'text'>): string | undefined {
  const read = readDossierRef(ref)
  switch (read?.kind) {
    case 'show':
      return scope.text('choice.dossier', { code: read.code ? sayDossierCode(read.code) : '' }).trim()
    case 'ask':
      return scope.text('choice.dossier', { code: sayDossierCode(read.code) })
    case 'tell':
      return read.code && read.tells === 'no'
        ? scope.text('choice.tell.no.of', { code: sayDossierCode(read.code) })
        : scope.text(`choice.tell.${read.tells}`)
    case 'unfollow':
      return read.code
        ? scope.text('choice.unfollow.of', { code: sayDossierCode(read.code) })
        : scope.text('choice.unfollow')
    case 'prove':
      return scope.text(read.again ? 'choice.prove_again' : 'choice.prove')
    case 'slip':
      return scope.text('choice.slip')
    case 'no_slip':
      return scope.text('choice.no_slip')
    case 'all':
      return scope.text(read.from > 0 ? 'choice.more_dossiers' : 'choice.my_dossiers')
    default:
      return undefined
  }
}

import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { askDossier } from './ask-dossier.ts'
import { changeFollow } from './change-follow.ts'
import { findAsker } from './find-asker.ts'
import { listDossiers } from './list-dossiers.ts'
import { proveDossier } from './prove-dossier.ts'
import { provePhone } from './prove-phone.ts'
import { recordLook } from './record-look.ts'
import { redeemSlip } from './redeem-slip.ts'
import { showFollowed } from './show-followed.ts'

/** Answers what a turn asks of the register of dossiers; every question goes on record. */
export async function answerDossierAsk(given: EffectScope, ask: DossierAsk): Promise<DossierAnswer> {
  if (given.conversation.is_group) return answerInGroup(given, ask)
  const scope = { ...given, asker: await findAsker(given.sql, given.conversation.id) }
  switch (ask.kind) {
    case 'dossier':
      return askDossier(scope, ask)
    case 'prove_dossier':
      return proveDossier(scope, ask)
    case 'redeem_slip':
      return redeemSlip(scope, ask)
    case 'prove_phone':
      return provePhone(scope, ask)
    case 'my_dossiers':
      return listDossiers(scope, undefined)
    case 'followed_dossier':
      return showFollowed(scope, ask)
    case 'set_telling':
    case 'unfollow':
      return changeFollow(scope, ask)
  }
}

/** Nothing is looked up where others read along: a slip stays good, and a code is as good as invented. */
async function answerInGroup(scope: EffectScope, ask: DossierAsk): Promise<DossierAnswer> {
  const code = ask.kind === 'dossier' || ask.kind === 'prove_dossier' ? { code: ask.code } : {}
  await recordLook(scope, { action: 'dossier.refused', ...code, by: 'group' })
  switch (ask.kind) {
    case 'dossier':
    case 'prove_dossier':
      return { kind: 'dossier_unproved', code: ask.code }
    case 'redeem_slip':
      return { kind: 'slip_refused', reason: 'unknown' }
    case 'prove_phone':
    case 'my_dossiers':
      return { kind: 'my_dossiers', dossiers: [], phone: 'unproved' }
    case 'followed_dossier':
    case 'set_telling':
    case 'unfollow':
      return { kind: 'follow_over' }
  }
}

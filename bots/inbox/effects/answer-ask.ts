import type { Ask, AskAnswer } from '../../dialogue/event.ts'
import { answerFollowAsk } from './announcements/answer-follow-ask.ts'
import { answerOffer } from './answer-offer.ts'
import { answerDossierAsk } from './dossiers/answer-dossier-ask.ts'
import type { EffectScope } from './effect-scope.ts'
import { findJoinedPlaces } from './find-joined-places.ts'
import { findSides } from './find-sides.ts'
import { redeemChatCode } from './redeem-chat-code.ts'
import { redeemCode } from './redeem-code.ts'
import { unlinkSide } from './unlink-side.ts'

/** Answers what a turn asks of the database, in the turn's own transaction. */
export async function answerAsk(scope: EffectScope, ask: Ask): Promise<AskAnswer> {
  switch (ask.kind) {
    case 'redeem_code':
      return redeemCode(scope, ask)
    case 'redeem_chat_code':
      return redeemChatCode(scope, ask)
    case 'answer_offer':
      return answerOffer(scope, ask)
    case 'joined_places':
      return findJoinedPlaces(scope)
    case 'sides':
      return findSides(scope, ask)
    case 'unlink':
      return unlinkSide(scope, ask)
    case 'follow':
    case 'follows':
    case 'stop_following':
    case 'find_group':
    case 'join_group':
    case 'leave_group':
    case 'answer_poll':
    case 'hear_poll':
      return answerFollowAsk(scope, ask)
    case 'desk':
    case 'desk_draft':
    case 'desk_act':
    case 'desk_show':
    case 'desk_preview':
      return scope.announcements.desk(scope, ask)
    case 'dossier':
    case 'prove_dossier':
    case 'redeem_slip':
    case 'prove_phone':
    case 'my_dossiers':
    case 'followed_dossier':
    case 'set_telling':
    case 'unfollow':
      return answerDossierAsk(scope, ask)
  }
}

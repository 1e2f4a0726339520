import type { DeskAnswer, DeskAsk } from '../../bots/dialogue/event.ts'
import type { AnnouncementAccess } from '../../bots/inbox/effects/effect-scope.ts'
import { actOnDesk } from './act-on-desk.ts'
import { changeDraft } from './change-draft.ts'
import type { DeskParts } from './desk-parts.ts'
import type { DeskScope } from './desk-scope.ts'
import { findDeskOfficial } from './find-desk-official.ts'
import { listOnDesk } from './list-on-desk.ts'
import { previewOnDesk } from './preview-on-desk.ts'
import { showOnDesk } from './show-on-desk.ts'
import { withWholeTables } from './with-whole-tables.ts'

/**
 * Makes the desk at which officials write, approve and steer announcements in a chat. Whose chat it is and what they may
 * do is looked up at every question, in the turn's own transaction; what a button says is believed in nothing.
 */
export function createDesk(parts: DeskParts): AnnouncementAccess['desk'] {
  return async ({ sql, now, conversation, tapKey }, ask) => {
    const known = parts.known()
    const { facts, isUnit, served } = known
    const office = { sql, now, facts, isUnit, served, chat: conversation.id }
    const official = await findDeskOfficial(office, conversation)
    if (!official) return { kind: 'no_desk' }
    return answer({ office, official, turn: { conversation, tapKey }, known, parts }, ask)
  }
}

function answer(scope: DeskScope, ask: DeskAsk): Promise<DeskAnswer> {
  switch (ask.kind) {
    case 'desk':
      return listOnDesk(scope)
    case 'desk_show':
      return showOnDesk(scope, ask.id)
    case 'desk_preview':
      return previewOnDesk(scope, ask)
    case 'desk_draft':
      return withWholeTables(scope.office.sql, () => changeDraft(scope, ask))
    case 'desk_act':
      return withWholeTables(scope.office.sql, () => actOnDesk(scope, ask))
  }
}

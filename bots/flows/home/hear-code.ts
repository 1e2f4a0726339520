import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { readChatCode } from './read-chat-code.ts'
import { readResumeCode } from './read-resume-code.ts'
import { say } from './say.ts'

/** A code of any kind, typed or come by a link; in the wrong kind of chat it is not used up, only told where it belongs. */
export function hearCode(text: string, scope: Scope): Outcome | undefined {
  const group = scope.state.group === true
  const chat = readChatCode(text)
  if (chat?.prefix === 'NH')
    return group ? say(scope.text('follow.code.in_group')) : { ask: { kind: 'join_group', code: chat.code } }
  if (chat?.prefix === 'CB' && group) return say(scope.text('chat_code.in_group'))
  if (chat?.prefix === 'NB' && !group) return say(scope.text('chat_code.in_private'))
  if (chat) return { ask: { kind: 'redeem_chat_code', code: chat.code } }
  const code = readResumeCode(text)
  if (!code) return undefined
  return group ? say(scope.text('group.private')) : { ask: { kind: 'redeem_code', code } }
}

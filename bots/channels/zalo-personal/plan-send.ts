import type { Reply } from '../../dialogue/reply.ts'
import type { OutgoingMessage, SendError } from '../channel.ts'
import { renderPlain } from '../render-plain.ts'
import type { Friends } from './friends.ts'
import type { Sending } from './guard/create-guard.ts'
import { readChat } from './read-chat.ts'
import type { Thread, ZaloAccount } from './zalo-client.ts'

export interface PlanDeps {
  /** The login that stands; null while there is none. */
  account(): ZaloAccount | null
  friends: Pick<Friends, 'has'>
  /** Whether officials know the group. Rejects when that cannot be had. */
  isBound(chat: string): Promise<boolean>
}

/** What is to be sent, and what the guard has to know of it. */
export interface Plan {
  to: Thread
  reply: Reply
  text: string
  sending: Sending
}

/** Looks at a message before anything is done about it. */
export async function planSend(deps: PlanDeps, message: OutgoingMessage): Promise<Plan | SendError> {
  const { chat, reply, window } = message
  const to = readChat(chat)
  if (!to) return { kind: 'permanent', detail: 'no chat of Zalo' }
  if (!deps.account()) return { kind: 'unavailable', detail: 'not connected' }
  try {
    const known = to.group ? await deps.isBound(chat) : deps.friends.has(to.id)
    const sending = { chat, stranger: !known, askedAt: window?.at ?? null }
    return { to, reply, text: renderPlain(reply), sending }
  } catch {
    return { kind: 'unavailable', detail: 'the database does not answer' }
  }
}

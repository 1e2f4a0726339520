import type { KeyObject } from 'node:crypto'
import type { Reply } from '../dialogue/reply.ts'
import { sealTap } from './tap-seal.ts'

/** The reply as channels get it: buttons carry sealed data. */
export function sealReply(reply: Reply, key: KeyObject, conversationId: string): Reply {
  if (!reply.choices?.length) return reply
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, ref: sealTap(key, conversationId, choice.ref) })),
  }
}

import type { Receipt } from '../channel.ts'
import { asFields } from '../read-json.ts'
import { readId } from './read-id.ts'
import { chatOf } from './receiving/to-incoming.ts'

/** What the library makes of messages that arrived or were seen, by people or in groups. Pure; never throws. */
export function readReceipts(kind: Receipt['kind'], told: unknown, account: string): Receipt[] {
  const list: readonly unknown[] = Array.isArray(told) ? told : []
  return list.flatMap((one) => {
    const { type, threadId, data } = asFields(one) ?? {}
    const thread = readId(threadId)
    const externalId = readId(asFields(data)?.msgId)
    if (thread === null || externalId === null) return []
    return [{ channel: 'zalo_personal', account, chat: chatOf(type === 1, thread), externalId, kind }]
  })
}

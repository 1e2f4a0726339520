import type { Thread } from './zalo-client.ts'

/** A chat as `chatOf` names it; null when it is none of Zalo's. */
export function readChat(chat: string): Thread | null {
  const [, group, id] = /^(g?)(\d{1,40})$/.exec(chat) ?? []
  return id === undefined ? null : { id, group: group === 'g' }
}

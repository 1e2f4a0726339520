import { asFields } from '../../read-json.ts'
import { compareIds, readId } from '../read-id.ts'
import type { Pushed } from './pushed.ts'

/** What the library makes of a message, live or old; null for what has no id, time or sender. */
export function readPushed(message: unknown): Pushed | null {
  const fields = asFields(message)
  const data = asFields(fields?.data)
  const id = readId(data?.msgId)
  const thread = readId(fields?.threadId)
  const at = Number(data?.ts)
  if (!fields || !data || id === null || thread === null || !Number.isSafeInteger(at) || at <= 0) return null
  return { id, at, group: fields.type === 1, thread, own: fields.isSelf === true, data }
}

/** The order in which they were written. */
export function inOrder(messages: readonly Pushed[]): Pushed[] {
  return messages.toSorted((a, b) => a.at - b.at || compareIds(a.id, b.id))
}

import type { Incoming } from '../../../inbox/incoming.ts'
import { asFields } from '../../read-json.ts'
import { readId } from '../read-id.ts'
import { chatOf } from './to-incoming.ts'

const out = new Set<unknown>(['leave', 'remove_member', 'block_member'])

/**
 * That the account was taken out of a group, or let in again; whatever else befalls a group is none of our business.
 * @param event as the library tells it
 */
export function readMembership(event: unknown, uid: string): Incoming | null {
  const { act, data, threadId } = asFields(event) ?? {}
  const group = readId(threadId)
  const { updateMembers, time } = asFields(data) ?? {}
  const concerns =
    Array.isArray(updateMembers) && updateMembers.some((member) => readId(asFields(member)?.id) === uid)
  if (!group || !concerns || (act !== 'join' && !out.has(act))) return null
  return {
    channel: 'zalo_personal',
    account: uid,
    externalId: `${act}:${group}:${typeof time === 'string' || typeof time === 'number' ? time : ''}`,
    chat: chatOf(true, group),
    group: true,
    addressed: true,
    event: { kind: act === 'join' ? 'unblocked' : 'blocked' },
  }
}

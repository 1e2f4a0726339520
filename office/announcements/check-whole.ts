import { Temporal } from 'temporal-polyfill'
import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Draft } from './draft.ts'
import { isNobody } from './is-nobody.ts'

/**
 * Whether a draft may go to whoever approves it, and out: nothing is missing, and its time is still to come.
 * @returns everything that is wrong with it; what was checked when it was written is not looked at again
 */
export function checkWhole(
  { title, text, audience, at, expiresAt, urgent, poll }: Draft,
  { facts, now }: { facts: AnnouncementFacts; now: string },
): Refusal[] {
  const refusals: Refusal[] = []
  if (title === '') refusals.push({ why: 'empty', values: { field: 'title' } })
  if (text === '') refusals.push({ why: 'empty', values: { field: 'text' } })
  if (isNobody(audience)) refusals.push({ why: 'empty', values: { field: 'audience' } })
  // A chat of several people is nobody's, so it has no answer to give.
  if (poll !== null && audience.chats?.length) refusals.push({ why: 'poll_in_chats' })
  if (at !== null && Temporal.Instant.compare(at, now) <= 0)
    refusals.push({ why: 'past', values: { field: 'at' } })
  if (expiresAt !== null && Temporal.Instant.compare(expiresAt, at ?? now) <= 0)
    refusals.push({ why: 'bad_expiry' })
  // The list may be another one since.
  if (urgent !== null && facts.urgent.every(({ id }) => id !== urgent))
    refusals.push({
      why: 'urgent_category',
      values: { categories: facts.urgent.map(({ id }) => id).join(', ') },
    })
  return refusals
}

import type { DraftFields } from '../../bots/dialogue/event.ts'
import type { Draft } from './draft.ts'

/** A draft with what is given of it changed; what is absent stays. @param given checked already */
export function mergeFields(draft: Draft, given: DraftFields): Draft {
  const { title, text, topic, audience, at, expiresAt, urgent, canary, link, event, poll } = draft
  return {
    ...{ title, text, topic, audience, at, expiresAt, urgent, canary, link, event, poll },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}

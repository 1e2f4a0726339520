import type { Draft } from './draft.ts'

/** What is written of an announcement as columns, in the order of `draftColumns`. */
export function draftValues(draft: Draft): unknown[] {
  const { title, text, topic, audience, urgent, canary, at, expiresAt, link, event, poll } = draft
  return [title, text, topic, audience, urgent, canary, at, expiresAt, link, event, poll].map((value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  )
}

export const draftColumns = 'title, text, topic, audience, urgent, canary, at, expires_at, link, event, poll'

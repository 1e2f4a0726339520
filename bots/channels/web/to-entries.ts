import { longestHeard } from '../../dialogue/hear-text.ts'
import { type AssistantEntry, assistantEntry, type ChatHistory, type CitizenEntry } from './api.ts'
import type { StoredCitizenEvent, StoredMessage } from './conversation-source.ts'

/** @returns null for one that is damaged, so that the others can be seen */
export function toAssistantEntry({ id, reply, replaces, createdAt }: StoredMessage): AssistantEntry | null {
  const entry = { from: 'assistant', id, at: createdAt, reply, ...(replaces ? { replaces } : {}) }
  return assistantEntry.safeParse(entry).data ?? null
}

/** Both sides by time; what a person typed comes before an answer of the same instant. */
export function toHistory(messages: StoredMessage[], events: StoredCitizenEvent[]): ChatHistory {
  const said = events.map(toCitizenEntry).filter((entry) => entry !== null)
  const answered = messages.map(toAssistantEntry).filter((entry) => entry !== null)
  const entries = [...said, ...answered]
  entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return { entries, cursor: messages.at(-1)?.id ?? '0' }
}

/**
 * Of a long text as much is shown again as was read.
 * @returns null for what a person did without saying anything: opening the page, switching the language
 */
function toCitizenEntry({ externalId, event, receivedAt }: StoredCitizenEvent): CitizenEntry | null {
  const entry = {
    from: 'citizen' as const,
    id: externalId.slice(externalId.indexOf(':') + 1),
    at: receivedAt,
  }
  if (event.event.kind === 'text') return { ...entry, text: event.event.text.slice(0, longestHeard) }
  if (event.event.kind === 'photo_read') return { ...entry, photo: true }
  if (event.event.kind !== 'tap') return null
  const of = event.tappedMessage ? { of: event.tappedMessage } : {}
  return { ...entry, tap: event.event.data, ...of }
}

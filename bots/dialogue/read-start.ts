import type { Event } from './event.ts'

/** "/start", alone or with what it is about, as it is typed where the app has no word of its own for it. */
export function readStart(text: string): Extract<Event, { kind: 'start' }> | undefined {
  const [found, payload] = /^\s*\/start(?:\s+(\S{1,64}))?\s*$/i.exec(text) ?? []
  if (found === undefined) return undefined
  return payload === undefined ? { kind: 'start' } : { kind: 'start', payload }
}

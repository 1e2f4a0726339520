import type { Choice } from './reply.ts'

/** The way out to a person, whatever is being talked about. */
export function humanChoice(saying: { text(key: string): string }): Choice {
  return { label: saying.text('choice.human'), ref: 'c.human', wayOut: true }
}

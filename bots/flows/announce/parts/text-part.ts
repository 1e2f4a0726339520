import type { DraftPart, PartWords } from '../draft-part.ts'
import { writtenStep } from './written-step.ts'

/** What it says. */
export function textPart(words: PartWords): DraftPart {
  return {
    id: 'text',
    steps: [writtenStep({ id: 'text', longest: words.facts.longest.text }, words)],
    change: ({ answers }) => ({ fields: { text: String(answers.text) } }),
  }
}

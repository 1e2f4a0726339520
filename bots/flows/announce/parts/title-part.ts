import type { DraftPart, PartWords } from '../draft-part.ts'
import { writtenStep } from './written-step.ts'

/** What it is called. */
export function titlePart(words: PartWords): DraftPart {
  return {
    id: 'title',
    steps: [writtenStep({ id: 'title', longest: words.facts.longest.title }, words)],
    change: ({ answers }) => ({ fields: { title: String(answers.title) } }),
  }
}

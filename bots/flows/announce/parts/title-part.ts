import { fold } from '../../../../knowledge/matching/fold.ts'
import type { DraftPart, PartWords } from '../draft-part.ts'
import { writtenStep } from './written-step.ts'

/** Parts that the desk names on its buttons. */
const named = [
  ...['submit', 'preview', 'audience', 'topic', 'time', 'more', 'text', 'title', 'event', 'poll', 'link'],
  ...['files', 'urgent', 'expiry', 'canary'],
]

/** What it is called. Its question comes by itself, so a button's name is a wish that was not heard. */
export function titlePart(words: PartWords): DraftPart {
  const labels = new Set(named.flatMap((one) => Object.values(words.both(`desk.next.${one}`)).map(fold)))
  const step = writtenStep({ id: 'title', longest: words.facts.longest.title }, words)
  return {
    id: 'title',
    steps: [
      {
        ...step,
        read: (typed, scope) =>
          labels.has(fold(typed))
            ? { ok: false, say: scope.text('desk.title.label') }
            : step.read(typed, scope),
      },
    ],
    change: ({ answers }) => ({ fields: { title: String(answers.title) } }),
  }
}

import type { DraftPart, PartWords } from '../draft-part.ts'

/** What it is about, which decides who wants to hear of it. */
export function topicPart({ both, facts }: PartWords): DraftPart {
  return {
    id: 'topic',
    steps: [
      {
        kind: 'choice',
        id: 'topic',
        uncounted: true,
        ask: both('desk.ask.topic'),
        choices: facts.topics.map(({ id, name, words }) => ({ id, label: name, says: words })),
      },
    ],
    change: ({ answers }) => ({ fields: { topic: String(answers.topic) } }),
  }
}

import type { DraftPart, PartWords } from '../draft-part.ts'

/** Whether it may pass the quiet hours, and by which category. */
export function urgentPart({ both, facts }: PartWords): DraftPart {
  return {
    id: 'urgent',
    steps: [
      {
        kind: 'choice',
        id: 'urgent',
        uncounted: true,
        ask: both('desk.ask.urgent'),
        choices: [
          { id: 'none', label: both('desk.urgent.none'), means: 'no' },
          ...facts.urgent.map(({ id, name }) => ({ id, label: name })),
        ],
      },
    ],
    change: ({ answers }) => ({
      fields: { urgent: answers.urgent === 'none' ? null : String(answers.urgent) },
    }),
  }
}

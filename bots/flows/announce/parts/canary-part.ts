import type { DraftPart, PartWords } from '../draft-part.ts'

/** Whether a few get it first, so that a mistake does not reach everybody. */
export function canaryPart({ both }: PartWords): DraftPart {
  return {
    id: 'canary',
    steps: [
      {
        kind: 'choice',
        id: 'canary',
        uncounted: true,
        ask: both('desk.ask.canary'),
        choices: [
          { id: 'on', label: both('desk.canary.on'), means: 'yes' },
          { id: 'off', label: both('desk.canary.off'), means: 'no' },
        ],
      },
    ],
    change: ({ answers }) => ({ fields: { canary: answers.canary === 'on' } }),
  }
}

import type { DraftPart, PartWords } from '../draft-part.ts'

/** Files come by being sent; here they are told how, and taken out again. */
export function filesPart({ both }: PartWords): DraftPart {
  return {
    id: 'files',
    steps: [
      {
        kind: 'choice',
        id: 'files',
        uncounted: true,
        ask: both('desk.ask.files'),
        choices: [
          { id: 'keep', label: both('desk.files.keep'), means: 'no' },
          { id: 'drop', label: both('desk.files.drop'), means: 'yes' },
        ],
      },
    ],
    change: ({ answers }) => ({
      fields: {},
      ...(answers.files === 'drop' ? { dropsFiles: true as const } : {}),
    }),
  }
}

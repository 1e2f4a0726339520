import type { Lang } from '../dialogue/event.ts'
import type { Flow } from '../dialogue/flow.ts'

/** "Xóa dữ liệu của tôi": asked once more, then everything goes. */
export function eraseData(both: (key: string) => Record<Lang, string>): Flow {
  return {
    id: 'erase',
    version: '1',
    title: both('erase.title'),
    steps: [
      {
        kind: 'choice',
        id: 'sure',
        uncounted: true,
        ask: both('erase.ask'),
        choices: [
          { id: 'yes', label: both('erase.yes'), means: 'yes' },
          { id: 'no', label: both('erase.no'), means: 'no' },
        ],
      },
      {
        kind: 'say',
        id: 'said',
        say: (scope) => [
          {
            ...(scope.answers.sure === 'yes' ? { clears: true as const } : {}),
            blocks: [
              { kind: 'text', text: scope.text(scope.answers.sure === 'yes' ? 'erase.done' : 'erase.kept') },
            ],
          },
        ],
      },
      {
        kind: 'do',
        id: 'erase',
        run: ({ answers }) => (answers.sure === 'yes' ? { effects: [{ kind: 'erase' }] } : {}),
      },
    ],
  }
}

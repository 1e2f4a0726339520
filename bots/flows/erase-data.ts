import type { Lang, Where } from '../dialogue/event.ts'
import type { Flow } from '../dialogue/flow.ts'
import { sayPlaces } from './say-places.ts'

/**
 * "Xóa dữ liệu của tôi": asked once more, then everything here goes. What is joined stays: who has one of a person's
 * phones in hand must not be able to delete what is on all of them. So the question names those places.
 * @param joined with which others this conversation is joined
 */
export function eraseData(joined: readonly Where[], both: (key: string) => Record<Lang, string>): Flow {
  return {
    id: eraseId(joined),
    version: '1',
    title: both('erase.title'),
    steps: [
      {
        kind: 'choice',
        id: 'sure',
        uncounted: true,
        ask: (scope) =>
          joined.length
            ? scope.text('erase.ask.joined', { places: sayPlaces(joined, scope) })
            : scope.text('erase.ask'),
        choices: [
          // First, since somebody who answers everything with "1" must not lose everything by it.
          { id: 'no', label: both('erase.no'), means: 'no' },
          { id: 'yes', label: both('erase.yes'), means: 'yes' },
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

/** More places are not named. */
const mostNamed = 6

export function eraseId(joined: readonly Where[]): string {
  return ['erase', ...joined.slice(0, mostNamed)].join(':')
}

/** The places that such a flow's id names. */
export function readEraseId(id: string): Where[] | undefined {
  const [name, ...joined] = id.split(':')
  return name === 'erase' ? joined : undefined
}

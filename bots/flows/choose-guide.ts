import type { Lang } from '../dialogue/event.ts'
import type { Flow, Scope } from '../dialogue/flow.ts'
import { namedChoice } from './named-choice.ts'

interface Named {
  code: string
  name: Record<Lang, string>
}

/**
 * A guide was brought from another channel while one is under way or left here: which to go on with. The one
 * brought waits meanwhile as the one left, and so does, afterwards, whichever was not chosen.
 */
export function chooseGuide(here: Named, brought: Named, both: (key: string) => Record<Lang, string>): Flow {
  const other = ({ answers }: Scope) => (answers.which === 'brought' ? here : brought)
  return {
    id: chooseId(here.code, brought.code),
    version: '1',
    title: brought.name,
    steps: [
      {
        kind: 'choice',
        id: 'which',
        uncounted: true,
        ask: (scope) =>
          here.code === brought.code
            ? scope.text('choose.ask.same', { guide: here.name[scope.lang] })
            : scope.text('choose.ask', { here: here.name[scope.lang], brought: brought.name[scope.lang] }),
        choices: [
          {
            id: 'brought',
            label: namedChoice(both('choose.brought'), brought.name),
            says: ['mang sang', 'việc mang sang', 'việc kia', 'ở kênh kia'],
          },
          {
            id: 'here',
            label: namedChoice(both('choose.here'), here.name),
            says: ['ở đây', 'việc ở đây', 'việc này', 'đang làm ở đây'],
          },
        ],
      },
      {
        kind: 'say',
        id: 'kept',
        say: (scope) => scope.text('choose.kept', { guide: other(scope).name[scope.lang] }),
      },
      { kind: 'jump', id: 'go', to: ({ answers }) => (answers.which === 'brought' ? 'left' : 'end') },
    ],
  }
}

export function chooseId(here: string, brought: string): string {
  return `choose:${here}>${brought}`
}

/** The procedures of such a flow's id. */
export function readChooseId(id: string): [here: string, brought: string] | undefined {
  const [here, brought] = id.startsWith('choose:') ? id.slice(7).split('>') : []
  return here && brought ? [here, brought] : undefined
}

import type { Lang } from '../dialogue/event.ts'
import type { Flow } from '../dialogue/flow.ts'
import { guideId } from './guide/build-guide.ts'
import { namedChoice } from './named-choice.ts'

interface Named {
  code: string
  name: Record<Lang, string>
}

/** Another procedure was named inside a guide: finish this one first, or go there. The place is kept meanwhile. */
export function switchGuide(
  from: Named,
  to: Named,
  others: readonly string[],
  both: (key: string) => Record<Lang, string>,
): Flow {
  return {
    id: switchId(from.code, [to.code, ...others]),
    version: '1',
    title: to.name,
    steps: [
      {
        kind: 'choice',
        id: 'which',
        uncounted: true,
        ask: (scope) => scope.text('switch.ask', { from: from.name[scope.lang], to: to.name[scope.lang] }),
        choices: [
          {
            id: 'stay',
            label: namedChoice(both('switch.stay'), from.name),
            says: ['làm tiếp', 'tiếp tục', 'tiếp', 'làm nốt', 'làm cho xong'],
            means: 'no',
          },
          { id: 'go', label: namedChoice(both('switch.go'), to.name), says: ['chuyển', 'đổi'], means: 'yes' },
        ],
      },
      {
        kind: 'do',
        id: 'remember',
        when: ({ answers }) => answers.which === 'go' && others.length > 0,
        run: () => ({ set: { next: others.map(guideId) } }),
      },
      {
        kind: 'jump',
        id: 'leave',
        to: ({ answers }) => (answers.which === 'go' ? { flow: guideId(to.code) } : 'end'),
      },
    ],
  }
}

export function switchId(from: string, to: readonly string[]): string {
  return `switch:${[from, ...to].join('>')}`
}

/** The procedures of such a flow's id: the one under way, the one named, and others named in the same breath. */
export function readSwitchId(id: string): [from: string, to: string, ...others: string[]] | undefined {
  const [from, to, ...others] = id.startsWith('switch:') ? id.slice(7).split('>') : []
  return from && to ? [from, to, ...others] : undefined
}

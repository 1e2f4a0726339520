import type { Units } from '../../../knowledge/units/units.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Flow } from '../../dialogue/flow.ts'
import { askForWard } from '../choose-ward.ts'

/** The id of the flow that asks whose news is to be followed. */
export const followWardId = 'follow'

/** Which ward's news is to be followed: asked as the ward is asked everywhere. */
export function followWard(units: Units, both: (key: string) => Record<Lang, string>): Flow {
  const { steps, chosen } = askForWard(units, both)
  return {
    id: followWardId,
    version: '1',
    title: both('follow.title'),
    left: both('follow.ward_left'),
    steps: [
      ...steps,
      {
        kind: 'do',
        id: 'follow',
        run(scope) {
          const unit = chosen(scope)?.slug
          return { ask: { kind: 'follow', ...(unit === undefined ? {} : { unit }) } }
        },
      },
    ],
  }
}

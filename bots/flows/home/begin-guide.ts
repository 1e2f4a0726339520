import type { Answers } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { guidedCode, guideId } from '../guide/build-guide.ts'
import { switchId } from '../switch-guide.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'

/**
 * Begins a guide. In a group it only says where to ask, since what follows is personal; inside another guide it
 * asks first, and inside the same one it goes on with that.
 * @param others procedures named in the same breath, to be begun after it
 */
export function beginGuide(
  code: string,
  scope: Scope,
  world: HomeWorld,
  { answers, others = [] }: { answers?: Answers | undefined; others?: readonly string[] } = {},
): Outcome {
  const name = world.nameOf(code, scope)
  if (!name) return say(scope.text('guide.unknown', { hotline: world.hotline }))
  if (scope.state.group) {
    const blocks = world.about(code, 'papers', scope) ?? []
    return { replies: [{ blocks: [...blocks, { kind: 'text', text: scope.text('group.private') }] }] }
  }
  const under = guidedCode(scope.state.frames[0]?.flow ?? '')
  if (under === code) return say(scope.text('guide.under_way', { guide: name }))
  if (under && !answers) return { begin: { flow: switchId(under, [code, ...others]), keep: true } }
  return {
    begin: {
      flow: guideId(code),
      ...(answers ? { answers } : {}),
      ...(others.length ? { next: others.map(guideId) } : {}),
    },
  }
}

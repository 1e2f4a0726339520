import type { Answers } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { guideId } from '../guide/build-guide.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'

/** Begins a guide; in a group only says where to ask, since what follows is personal. */
export function beginGuide(code: string, scope: Scope, world: HomeWorld, answers?: Answers): Outcome {
  const name = world.nameOf(code, scope)
  if (!name) return say(scope.text('guide.unknown', { hotline: world.hotline }))
  if (scope.state.group) {
    const blocks = world.about(code, 'papers', scope) ?? []
    return { replies: [{ blocks: [...blocks, { kind: 'text', text: scope.text('group.private') }] }] }
  }
  return { begin: { flow: guideId(code), ...(answers ? { answers } : {}) } }
}

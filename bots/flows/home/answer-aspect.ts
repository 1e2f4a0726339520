import { type Aspect, aspects } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'

/** The exact thing asked about these procedures, and the offer to go on with a guide. */
export function tellAspect(
  codes: readonly string[],
  aspect: Aspect,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  const blocks = codes.flatMap((code) => world.about(code, aspect, scope.over({})) ?? [])
  const [only] = codes
  const choices =
    codes.length > 1
      ? codes.map((code) => ({ label: world.nameOf(code, scope) ?? code, ref: `p.${code}` }))
      : [{ label: scope.text('choice.begin'), ref: `b.${only}` }]
  const after = scope.text(scope.state.group ? 'group.private' : 'about.begin')
  return {
    replies: [
      {
        blocks: [...blocks, { kind: 'text', text: after }],
        ...(scope.state.group ? {} : { choices }),
      },
    ],
  }
}

/** A button `a.<aspect>.<code>`: which procedure was meant by a question about one. */
export function answerAspect(ref: string, scope: Scope, world: HomeWorld): Outcome {
  const [, aspect, code] = /^a\.(\w+)\.(.+)$/.exec(ref) ?? []
  const known = aspects.find((one) => one === aspect)
  const current = code === undefined ? undefined : world.current(code)
  return known && current ? tellAspect([current], known, scope, world) : say(scope.text('old_button'))
}

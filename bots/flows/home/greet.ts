import type { Scope } from '../../dialogue/flow.ts'
import type { Choice, Reply } from '../../dialogue/reply.ts'
import { followChoice } from '../follow/follow-choices.ts'
import type { HomeWorld } from './home-world.ts'

/**
 * The first contact: that this is software, what it does, where people are, how data are deleted. Said once.
 * @param follows the ward's news is followed with it, so it is not offered
 */
export function greet(scope: Scope, world: HomeWorld, follows?: true): Reply {
  const { group } = scope.state
  const text = scope.text(group ? 'welcome.group' : 'welcome', {
    ward: world.served(scope),
    hotline: world.hotline,
  })
  return {
    blocks: [{ kind: 'text', text }],
    ...(group || follows ? {} : { choices: [followChoice(scope)] }),
  }
}

/** What can be done here, the most asked first. */
export function showHome(scope: Scope, world: HomeWorld): Reply {
  const { left } = scope.state
  const resume: Choice[] = left?.length ? [{ label: scope.text('choice.resume'), ref: 'c.resume' }] : []
  return {
    blocks: [{ kind: 'text', text: scope.text(scope.state.group ? 'home.group' : 'home') }],
    ...(scope.state.group
      ? {}
      : {
          choices: [
            ...resume,
            ...procedureChoices(world.featured, scope, world),
            { label: scope.text('choice.list'), ref: 'c.list' },
          ],
        }),
  }
}

/** Buttons that begin guides. */
export function procedureChoices(codes: readonly string[], scope: Scope, world: HomeWorld): Choice[] {
  return codes.flatMap((code) => {
    const label = world.nameOf(code, scope)
    return label ? [{ label, ref: `p.${code}` }] : []
  })
}

import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { hearDossierCode } from '../dossier/hear-dossier-code.ts'
import { hearFollowWish } from '../follow/hear-follow-wish.ts'
import { beginGuide } from './begin-guide.ts'
import { showHome } from './greet.ts'
import { hearCode } from './hear-code.ts'
import type { HomeWorld } from './home-world.ts'

/**
 * The conversation was opened by a link. A procedure's code comes as `1.001193`, or as `1_001193` where a
 * channel allows no dots; a code of any other kind, and a ward's news (`theodoi-<unit>`), as it is.
 */
export function openAt(
  { payload, follows }: Pick<Extract<Heard, { kind: 'start' }>, 'payload' | 'follows'>,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  if (follows)
    return {
      ask: { kind: 'follow', ...(scope.unit === undefined ? {} : { unit: scope.unit }), show: 'home' },
    }
  if (!payload) return { replies: [showHome(scope, world)] }
  const asked = payload.replace(/^(\d)[_-](\d{6})$/, '$1.$2').replace(/^local_/, 'local.')
  const code = world.current(asked)
  if (code) return beginByCode(asked, code, scope, world)
  const coded =
    hearFollowWish(payload, scope, world) ?? hearDossierCode(payload, scope) ?? hearCode(payload, scope)
  return coded ?? { replies: [showHome(scope, world)] }
}

/** A code that has been replaced is said to be, so that the person finds it again under the new one. */
export function beginByCode(asked: string, code: string, scope: Scope, world: HomeWorld): Outcome {
  const outcome = beginGuide(code, scope, world)
  if (asked === code || outcome.replies) return outcome
  const text = scope.text('code.replaced', { old: asked, code, guide: world.nameOf(code, scope) ?? code })
  return { ...outcome, replies: [{ blocks: [{ kind: 'text', text }] }] }
}

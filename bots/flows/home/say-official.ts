import type { OfficialRole } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from './home-world.ts'

/** An official's name, role and unit, as said within a sentence. */
export function sayOfficial({ name, role, unit }: OfficialRole, scope: Scope, world: HomeWorld) {
  return { name, role: scope.text(`role.${role}`), unit: world.unitName(unit, scope) }
}

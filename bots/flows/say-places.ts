import type { Where } from '../dialogue/event.ts'
import type { Scope } from '../dialogue/flow.ts'

/** Several channels in one breath: "Telegram, trang web". */
export function sayPlaces(places: readonly Where[], scope: Pick<Scope, 'text'>): string {
  return [...new Set(places.map((where) => scope.text(`side.${where}`)))].join(', ')
}

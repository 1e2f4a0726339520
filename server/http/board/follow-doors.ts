import type { LinkDoor } from '../link-page/render-link-page.ts'

/** What a conversation begins with in which somebody follows a unit. @param unit a slug, or `all` */
function followPayload(unit: string): string {
  return `theodoi-${unit}`
}

/** The page of this server that leads to every channel in which a unit can be followed. */
export function followPath(unit: string): string {
  return `/l/${followPayload(unit)}`
}

/** The same ways, right away. @param channels those besides the web chat */
export function followDoors(
  unit: string,
  webLabel: string,
  channels: (payload: string) => readonly LinkDoor[],
): LinkDoor[] {
  const payload = followPayload(unit)
  const doors = [...channels(payload), { label: webLabel, url: `/chat?start=${payload}` }]
  // Where nothing has to be typed it is easiest.
  return doors.toSorted((a, b) => Number(a.say !== undefined) - Number(b.say !== undefined))
}

import type { LinkDoor } from '../link-page/render-link-page.ts'

/**
 * The ways into each channel in which a unit is followed at once.
 * @param unit a slug, or `all`
 * @param channels those besides the web chat, by what a conversation begins with
 */
export function followDoors(
  unit: string,
  webLabel: string,
  channels: (payload: string) => readonly LinkDoor[],
): LinkDoor[] {
  const payload = `theodoi-${unit}`
  const doors = [...channels(payload), { label: webLabel, url: `/chat?start=${payload}` }]
  // Where nothing has to be typed it is easiest.
  return doors.toSorted((a, b) => Number(a.say !== undefined) - Number(b.say !== undefined))
}

/**
 * The page that leads to every channel in which a unit's news can be followed: for a QR code on paper or on a screen.
 * Opening it is a yes.
 * @param unit its slug; `all` is the city
 */
export function followPath(unit: string): string {
  return `/l/theodoi-${unit}`
}

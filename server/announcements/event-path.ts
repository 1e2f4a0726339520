import { signId } from './sign-id.ts'

/**
 * Where what an announcement invites to is had for a calendar: not to be guessed, so that it may be linked from what
 * only some are told. That of a board has no key.
 * @param key the installation's, for addresses of announcements alone
 * @param unit a slug, or `all`
 */
export function eventPath(key: Uint8Array, unit: string, id: string): string {
  return `/u/${unit}/${signId(key, 'event', id)}.ics`
}

import type { Incoming } from '../../inbox/incoming.ts'
import type { BotIdentity } from './read-address.ts'
import type { HashPhone } from './read-own-phone.ts'
import { toIncoming } from './to-incoming.ts'

/** Why an update went no further; the names are labels of `motcua_ignored_total`. */
export type Ignored = 'unknown_kind' | 'not_addressed' | 'refused'

/**
 * From an update as it came to what is to be stored. A tap is answered here, as early as can be. What people in
 * a group say to each other is none of the assistant's business: it goes no further and is not kept.
 */
export function createPrepare(deps: {
  identity(): BotIdentity
  acknowledge(update: unknown): void
  ignored(why: Ignored): void
  hashPhone: HashPhone
}): (update: unknown) => Incoming | null {
  return (update) => {
    deps.acknowledge(update)
    const incoming = toIncoming(update, deps.identity(), deps.hashPhone)
    if (!incoming) deps.ignored('unknown_kind')
    else if (!incoming.addressed) deps.ignored('not_addressed')
    return incoming?.addressed ? incoming : null
  }
}

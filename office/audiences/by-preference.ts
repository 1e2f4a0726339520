import { pullChannels } from '../../bots/channels/channel.ts'

const read = pullChannels.map((name) => `'${name}'`).join(', ')

/**
 * The order of a person's places (`conversation c`), the one first that is told: one that rings goes before a page, and
 * then the one used last (as in `workers/dossiers/choose-place.ts`).
 */
export const byPreference = `c.channel in (${read}), c.active_at desc, c.id`

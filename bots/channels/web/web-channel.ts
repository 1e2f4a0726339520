import type { PullChannel } from '../channel.ts'

/** The chat on the ward's own page; the page comes and reads its rows. */
export const webChannel: PullChannel = {
  name: 'web',
  account: 'main',
  capabilities: { maxText: 20_000, edit: true },
}

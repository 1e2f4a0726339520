import type { PullChannel } from '../channel.ts'

/** A person at the operator's terminal; the command comes and reads its rows. */
export const terminalChannel: PullChannel = {
  name: 'terminal',
  account: 'main',
  capabilities: { maxText: 20_000, edit: false },
}

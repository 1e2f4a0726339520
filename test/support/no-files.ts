import type { FileStore } from '../../bots/channels/channel.ts'

/** For channels of tests that send no files: there are none. */
export const noFiles: FileStore = {
  read: async () => null,
  knownAs: async () => null,
  remember: async () => {},
}

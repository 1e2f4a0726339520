import type { ChannelName } from '../../channels/channel.ts'
import type { Where } from '../../dialogue/event.ts'

/** How a conversation is called in another one: by its channel, and as another one where both are on the same. */
export function whereIs(channel: ChannelName, seenFrom: ChannelName): Where {
  return channel === seenFrom ? `${channel}.other` : channel
}

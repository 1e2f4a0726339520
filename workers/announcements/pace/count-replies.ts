import type { PushChannel } from '../../../bots/channels/channel.ts'
import type { Pace } from '../pace.ts'

/** The same channel for what never waits for the pace; each call counts, and what is sent in bulk gives way. */
export function countReplies(channel: PushChannel, pace: Pick<Pace, 'debit'>): PushChannel {
  const of = { channel: channel.name, account: channel.account }
  return {
    ...channel,
    send(message) {
      pace.debit(of, 1)
      return channel.send(message)
    },
  }
}

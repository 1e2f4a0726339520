import type { ChannelName, PullChannel, PushChannel } from '../channels/channel.ts'

export type Channel = PushChannel | PullChannel

/** The channel accounts that this process serves; what belongs to others is left to others. */
export interface Channels {
  get(name: ChannelName, account: string): Channel | undefined
  /** `name:account` of all of them, and of those that are called to deliver. */
  readonly all: readonly string[]
  readonly push: readonly string[]
  /** One more: an account that is known only once it has logged in. The same again changes nothing. */
  add(channel: Channel): void
}

export function listChannels(channels: readonly Channel[]): Channels {
  const byKey = new Map<string, Channel>()
  const all: string[] = []
  const push: string[] = []

  function add(channel: Channel): void {
    const key = keyOf(channel.name, channel.account)
    if (byKey.has(key)) return
    byKey.set(key, channel)
    all.push(key)
    if (isPush(channel)) push.push(key)
  }

  for (const channel of channels) add(channel)
  return { get: (name, account) => byKey.get(keyOf(name, account)), all, push, add }
}

export function isPush(channel: Channel): channel is PushChannel {
  return 'send' in channel
}

export function keyOf(name: ChannelName, account: string): string {
  return `${name}:${account}`
}

/** What `notify outbox` says when there is something to read; an empty notice says that something is to be sent. */
export function noticeOf(name: ChannelName, account: string, chat: string): string {
  return `${name}:${account}:${chat}`
}

import type { ChannelName } from '../../bots/channels/channel.ts'
import { AppError } from '../errors.ts'

const channels: readonly ChannelName[] = ['telegram', 'zalo_oa', 'zalo_personal', 'web', 'terminal']

/** `telegram:12345` → channel and chat, in whichever account of the channel it is. @param option for the error */
export function readIdentity(identity: string, option: string): { channel: ChannelName; chat: string } {
  const [, name, chat] = /^([a-z_]+):(.+)$/.exec(identity) ?? []
  const channel = channels.find((one) => one === name)
  if (channel && chat) return { channel, chat }
  throw new AppError(
    'bad_usage',
    `${option} must be <channel>:<id>, the channel one of ${channels.join(', ')}`,
  )
}

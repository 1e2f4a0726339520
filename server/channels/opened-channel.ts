import type { FastifyPluginAsync } from 'fastify'
import type { ChannelName, PushChannel } from '../../bots/channels/channel.ts'

/** A channel as this process runs it. */
export interface OpenedChannel {
  name: ChannelName
  /** What people call it. */
  label: string
  /** What replies go out by; absent while its account is not known, or where this process does not send. */
  channel?: PushChannel
  /**
   * What announcements go out by, as of now: by itself, and in processes that hold no conversations too. Absent where
   * this process has none, undefined while its account is not known.
   */
  sender?(): PushChannel | undefined
  /**
   * Begins to take in, in the background.
   * @throws AppError `bad_setting`, also by rejecting
   */
  start(): void | Promise<void>
  /** Takes in no more; settles when what was in hand is stored. */
  stop(): Promise<void>
  /** Its webhook and its operators' pages. */
  routes: readonly FastifyPluginAsync[]
  /**
   * Where people open a conversation; null while that is not known.
   * @param payload what it is to begin with, where the app can carry that (`carries`); else they have to write it
   */
  linkTo(payload: string): { url: string; carries: boolean } | null
  /** Does what a command of an operator has asked of the running server (`notify channels`), if it is meant. */
  heed?(order: string): void
}

import type { OutgoingMessage, PushChannel, SendResult } from '../../../bots/channels/channel.ts'
import { wordsOf } from './scripted-turn.ts'

export interface FakeChannel extends PushChannel {
  /** Everything it was called with, in order. */
  readonly calls: OutgoingMessage[]
  /** What a chat has received, in order. */
  received(chat: string): string[]
  /** Decides how the next sends end; `undefined` accepts. */
  behave(how: (message: OutgoingMessage, nth: number) => SendResult | Promise<SendResult> | undefined): void
}

/** A channel in memory, accepting whatever comes until told otherwise. */
export function fakeChannel(account = 'bot'): FakeChannel {
  const calls: OutgoingMessage[] = []
  const accepted: OutgoingMessage[] = []
  const plan = { how: (_message: OutgoingMessage, _nth: number): ReturnType<Behaviour> => undefined }
  return {
    name: 'telegram',
    account,
    capabilities: { maxText: 1000, edit: true },
    calls,
    received: (chat) => accepted.filter((one) => one.chat === chat).map((one) => wordsOf(one.reply)),
    behave(how) {
      plan.how = how
    },
    async send(message) {
      calls.push(message)
      const result = (await plan.how(message, calls.length)) ?? { ok: true, externalId: `m${calls.length}` }
      if (result.ok) accepted.push(message)
      return result
    },
  }
}

type Behaviour = (message: OutgoingMessage, nth: number) => SendResult | Promise<SendResult> | undefined

import type { Reply } from '../../dialogue/reply.ts'
import type { Incoming, IncomingEvent } from '../../inbox/incoming.ts'
import { type Paint, renderPlain } from '../render-plain.ts'
import { terminalChannel } from './terminal-channel.ts'

export interface Talk {
  /** The lines a person types; ends with the input. */
  lines: AsyncIterable<string>
  /** Hands an event in and gives the messages that answer it. */
  answer(incoming: Incoming): Promise<Reply[]>
  write(text: string): void
  /** The person's name in the channel: `local`, or what `--as` says. */
  chat: string
  newId(): string
  paint: Paint
  /** Typed by a person who sees a prompt; a pipe gets its answers only. */
  prompt?: string
}

/** A conversation in the terminal, line by line: each message a block, a blank line between. */
export async function talk(options: Talk): Promise<void> {
  const { lines, write, prompt } = options
  if (prompt) {
    await say(options, { kind: 'start' })
    write(prompt)
  }
  for await (const line of lines) {
    // An empty line in a terminal is a slip of the finger; in a pipe it is what somebody says.
    if (!prompt || line.trim()) await say(options, { kind: 'text', text: line })
    if (prompt) write(prompt)
  }
}

async function say({ answer, write, chat, newId, paint }: Talk, event: IncomingEvent): Promise<void> {
  const replies = await answer({
    channel: terminalChannel.name,
    account: terminalChannel.account,
    externalId: newId(),
    chat,
    group: false,
    addressed: true,
    event,
  })
  for (const reply of replies) write(`${renderPlain(reply, paint)}\n\n`)
}

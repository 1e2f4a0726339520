import { randomInt, randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'
import type { Paint } from '../../bots/channels/render-plain.ts'
import { noPaint } from '../../bots/channels/render-plain.ts'
import { talk } from '../../bots/channels/terminal/talk.ts'
import { terminalChannel } from '../../bots/channels/terminal/terminal-channel.ts'
import { webChannel } from '../../bots/channels/web/web-channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { awaitTurn } from '../../bots/inbox/await-turn.ts'
import { startConversations } from '../../bots/inbox/start-conversations.ts'
import { type Address, lastAnswerId, readMessages } from '../../bots/outbox/read-messages.ts'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { conversationParts } from '../conversation-parts.ts'
import type { Sql } from '../database/sql.ts'
import { loadInForce } from '../load-in-force.ts'
import { openDatabase } from '../open-database.ts'
import type { CommandContext } from './command-context.ts'

/** For the reading beside the turns. */
const connections = 2
const atOnce = 50

/** `chat`: talks to the assistant here, by the same inbox, lanes and outbox as everywhere. */
export async function chat({ config, clock, log }: CommandContext, name: string): Promise<void> {
  const [open, loaded] = await Promise.all([
    openDatabase(config, log, { name: 'mot-cua chat', max: connections }),
    loadInForce(config, hanoiDay(clock.now())),
  ])
  const conversations = await startConversations({
    ...conversationParts({
      ...{ config, clock, log, open },
      loaded: () => loaded,
      channels: () => [terminalChannel, webChannel],
    }),
    channels: [terminalChannel],
    randomBelow: (max) => randomInt(max),
  })
  const at: Address = { channel: terminalChannel.name, account: terminalChannel.account, chat: name }
  try {
    const readNew = await followMessages(open.pool, at)
    const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
    // Ctrl-C ends it like the end of the input does, so that no PostgreSQL started for this stays behind.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => input.close())
    process.stdout.once('error', () => input.close())
    await talk({
      lines: input,
      chat: name,
      newId: randomUUID,
      write: (text) => process.stdout.write(text),
      paint: process.stdout.isTTY ? colours : noPaint,
      ...(process.stdin.isTTY ? { prompt: styleText('red', '› ') } : {}),
      async answer(incoming) {
        await conversations.store([incoming])
        await awaitTurn(open.pool, incoming)
        return readNew()
      },
    })
  } finally {
    await conversations.stop(10_000)
    await open.close()
  }
}

/** @returns reads what has come since it was read last, by this run or by an earlier one */
async function followMessages(pool: Sql, at: Address): Promise<() => Promise<Reply[]>> {
  const seen = { id: await lastAnswerId(pool, at) }
  return async () => {
    const replies: Reply[] = []
    for (let read = atOnce; read === atOnce; ) {
      const messages = await readMessages(pool, at, seen.id, atOnce)
      read = messages.length
      seen.id = messages.at(-1)?.id ?? seen.id
      replies.push(...messages.map(({ reply }) => reply))
    }
    return replies
  }
}

const colours: Paint = {
  title: (text) => styleText('bold', text),
  quiet: (text) => styleText('dim', text),
  choice: (text) => styleText('red', text),
}

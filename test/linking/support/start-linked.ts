import { Temporal } from 'temporal-polyfill'
import { expect, vi } from 'vitest'
import { renderPlain } from '../../../bots/channels/render-plain.ts'
import type { Reply } from '../../../bots/dialogue/reply.ts'
import { turn } from '../../../bots/dialogue/turn.ts'
import { linkSayings } from '../../../bots/flows/link-sayings.ts'
import type { Incoming, IncomingEvent } from '../../../bots/inbox/incoming.ts'
import { readMessages } from '../../../bots/outbox/read-messages.ts'
import { loadKnowledge } from '../../../server/load-knowledge.ts'
import { type FakeChannel, fakeChannel } from '../../faults/support/fake-channel.ts'
import { incoming, start } from '../../faults/support/start.ts'
import type { TestDatabase } from '../../support/database.ts'

const today = Temporal.PlainDate.from('2026-11-19')
const { knowledge, texts } = await loadKnowledge({ today, served: ['hoan-kiem'] })
const patience = { interval: 10 }

const web = { name: 'web' as const, account: 'main', capabilities: { maxText: 20_000, edit: true } }

/** A citizen in one chat: what they do, and what they have been told. */
export interface Talker {
  chat: string
  /** Does something and waits for what is answered to it, as text. */
  say(event: string | IncomingEvent): Promise<string>
  /** Presses the button of this label in the newest message that has it. */
  press(label: string): Promise<string>
  /** Does something that nothing is answered to. */
  act(event: string | IncomingEvent): Promise<void>
  /** What is stored when they do something. */
  does(event: string | IncomingEvent): Incoming
  /** The sealed data of a button. */
  buttonOf(label: string): Promise<string>
  /** Everything received so far. */
  heard(): Promise<string[]>
  /** Waits for a message of these words since they last did something, asked for or not. */
  hears(words: string | RegExp): Promise<string>
}

/**
 * The real dialogue on a channel that is called and on the web page, with the clock of the machine.
 * @param channel that of another process on the same database, which then sends by the same
 */
export async function startLinked(database: TestDatabase, channel: FakeChannel = fakeChannel()) {
  const process = await start(database.pool, [channel, web], {
    runTurn: (state, event, now) => turn(state, event, knowledge, now),
    sayings: {
      apology: () => [{ blocks: [{ kind: 'text', text: 'sorry' }] }],
      reminderMayWait: () => [],
      showCode: (_lang, code) => [{ blocks: [{ kind: 'text', text: `code ${code}` }] }],
      link: linkSayings(texts.text),
    },
  })

  /** @param read what the chat was told, each with a number that grows, also over an erasure */
  function talker(chat: string, more: Partial<Incoming>, read: () => Promise<Told[]>): Talker {
    const since = { last: -1 }
    const does = (event: string | IncomingEvent) => incoming(chat, event, more)
    const heard = async (after = -1) =>
      (await read()).filter(({ id }) => id > after).map(({ reply }) => renderPlain(reply))
    const handled = (event: Incoming) =>
      vi.waitFor(async () => {
        const { rows } = await database.pool.query<{ status: string; unsent: number }>(
          `select status, (select count(*)::int from outbox o where o.conversation_id = i.conversation_id
             and o.status in ('pending', 'sending')) as unsent
           from inbox i where channel = $1 and external_id = $2`,
          [event.channel, event.externalId],
        )
        expect(rows).toEqual([{ status: 'done', unsent: 0 }])
      }, patience)
    async function act(event: string | IncomingEvent): Promise<Incoming> {
      const done = does(event)
      since.last = (await read()).at(-1)?.id ?? -1
      await process.store([done])
      await handled(done)
      return done
    }
    async function say(event: string | IncomingEvent): Promise<string> {
      await act(event)
      return vi.waitFor(async () => {
        const told = await heard(since.last)
        expect(told).not.toEqual([])
        return told.join('\n')
      }, patience)
    }
    async function buttonOf(label: string): Promise<string> {
      const choices = (await read()).toReversed().flatMap(({ reply }) => reply.choices ?? [])
      const choice = choices.find((one) => one.label === label)
      if (!choice) throw new Error(`no button ${label} was shown`)
      return choice.ref
    }
    return {
      chat,
      does,
      say,
      heard: () => heard(),
      buttonOf,
      act: async (event) => void (await act(event)),
      press: async (label) => say({ kind: 'tap', data: await buttonOf(label) }),
      hears: (words) =>
        vi.waitFor(async () => {
          const told = await heard(since.last)
          const found = told.findLast((one) => one.match(words))
          expect(found, `${words} in ${told.join(' / ')}`).toBeDefined()
          return found ?? ''
        }, patience),
    }
  }

  return {
    ...process,
    channel,
    onTelegram: (chat: string, more: Partial<Incoming> = {}) =>
      talker(chat, more, async () =>
        channel.calls.flatMap(({ chat: to, reply }, id) => (to === chat ? [{ id, reply }] : [])),
      ),
    onWeb: (chat: string, more: Partial<Incoming> = {}) =>
      talker(chat, { channel: 'web', account: 'main', ...more }, async () => {
        const at = { channel: 'web', account: 'main', chat }
        return (await readMessages(database.pool, at, '0', 100)).map(({ id, reply }) => ({
          id: Number(id),
          reply,
        }))
      }),
  }
}

interface Told {
  id: number
  reply: Reply
}

/** Begins a short guide and takes its code. */
export async function takeCode(talker: Talker, procedure = '2.000815'): Promise<string> {
  await talker.say({ kind: 'start', payload: procedure })
  return (await talker.say('mã')).replace('code ', '')
}

/** The whole way of two conversations to one person. */
export async function link(maker: Talker, user: Talker): Promise<void> {
  await user.say(await takeCode(maker))
  await maker.hears('Mã của anh/chị vừa được dùng')
  await maker.press('Nối hai nơi')
  await user.hears('muốn nối với nơi này')
  await user.press('Nối hai nơi')
  await maker.hears('Nơi này đã nối với')
}

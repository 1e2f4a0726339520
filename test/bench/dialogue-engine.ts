import { Scenes, session, Telegraf, Telegram } from 'telegraf'
import { Temporal } from 'temporal-polyfill'
import { compileFlow } from '../../bots/dialogue/compile-flow.ts'
import type { Flow, Knowledge } from '../../bots/dialogue/flow.ts'
import { newState } from '../../bots/dialogue/new-state.ts'
import type { State } from '../../bots/dialogue/state.ts'
import { turn } from '../../bots/dialogue/turn.ts'
import type { Measurement } from './measurement.ts'

const chats = 64
const now = Temporal.Instant.from('2026-11-19T03:00:00Z')

/**
 * A form of ten questions answered by taps, 64 people in turn on one core, against the same form as a wizard
 * scene of telegraf's with its memory session, its calls to the network answered at once.
 */
export async function benchDialogueEngine(): Promise<Measurement> {
  // telegraf makes a client for each update; the network is answered at once for all of them.
  Telegram.prototype.callApi = async () => true as never
  const forms = rounds(15_000)
  for (let i = 0; i < 2; i++) {
    ours(10, 300)
    await wizard(10, 300)
  }
  const pairs = []
  for (let i = 0; i < 5; i++) pairs.push({ ours: ours(10, forms), peer: await wizard(10, forms) })
  const flat = [10, 30, 100].map(
    (length) => `${length} questions ${perSecond(ours(length, rounds(15_000 / length)))}`,
  )
  const state = stateBytes(10)
  return {
    name: 'dialogue engine',
    unit: 'turns/s',
    bar: 'ratio ≥ 1; state ≤ 600 B; flat in the length',
    pairs,
    peerName: "telegraf's wizard scene",
    notes: [`state at the last question: ${state} B`, `by length: ${flat.join(', ')}`],
  }
}

function rounds(count: number): number {
  return Math.max(1, Math.round(count / chats))
}

function perSecond(rate: number): string {
  return `${Math.round(rate / 1000)}k/s`
}

function formOf(length: number): Knowledge {
  const both = (text: string) => ({ vi: text, en: text })
  const flow: Flow = {
    id: 'form',
    version: '1',
    title: both('Biểu mẫu'),
    promised: true,
    steps: Array.from({ length }, (_, at) => ({
      kind: 'choice' as const,
      id: `q${at}`,
      ask: both(`Câu hỏi số ${at + 1}, anh/chị chọn gì?`),
      choices: [
        { id: 'yes', label: both('Có') },
        { id: 'no', label: both('Không') },
      ],
    })),
  }
  const compiled = compileFlow(flow)
  return {
    flow: () => compiled,
    match: () => ({ decision: 'none', procedures: [], intent: null, intents: [], aspect: null }),
    command: () => undefined,
    text: (key, _lang, values) => (values ? `${key} ${values.step ?? ''}${values.answer ?? ''}` : key),
    respond: (heard) => (heard.kind === 'start' ? { begin: { flow: 'form' } } : { replies: [] }),
    label: () => undefined,
    holdsCode: () => false,
    onlyUnit: undefined,
  }
}

/** @returns turns a second */
function ours(length: number, times: number): number {
  const knowledge = formOf(length)
  const started = performance.now()
  for (let time = 0; time < times; time++) {
    const states: State[] = Array.from({ length: chats }, () => begin(knowledge))
    for (let at = 0; at < length; at++) {
      for (let chat = 0; chat < chats; chat++) {
        const state = states[chat]
        if (state) states[chat] = turn(state, { kind: 'tap', ref: `g1.q${at}.yes` }, knowledge, now).state
      }
    }
  }
  return (times * chats * length) / ((performance.now() - started) / 1000)
}

function begin(knowledge: Knowledge): State {
  return turn({ ...newState('vi', false), met: true }, { kind: 'start' }, knowledge, now).state
}

function stateBytes(length: number): number {
  const knowledge = formOf(length)
  let state = begin(knowledge)
  for (let at = 0; at < length - 1; at++) {
    state = turn(state, { kind: 'tap', ref: `g1.q${at}.yes` }, knowledge, now).state
  }
  return Buffer.byteLength(JSON.stringify(state))
}

interface WizardSession extends Scenes.WizardSessionData {
  answers?: Record<string, string>
}

/** @returns turns a second */
async function wizard(length: number, times: number): Promise<number> {
  const ask = async (ctx: Scenes.WizardContext<WizardSession>, at: number) => {
    await ctx.reply(`Câu hỏi số ${at + 1}, anh/chị chọn gì?`, {
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Có', callback_data: `q${at}.yes` }],
          [{ text: 'Không', callback_data: `q${at}.no` }],
        ],
      },
    })
  }
  const scene = new Scenes.WizardScene<Scenes.WizardContext<WizardSession>>(
    'form',
    ...Array.from({ length: length + 1 }, (_, at) => async (ctx: Scenes.WizardContext<WizardSession>) => {
      if (at > 0) {
        const data = ctx.callbackQuery && 'data' in ctx.callbackQuery ? ctx.callbackQuery.data : ''
        ctx.scene.session.answers = { ...ctx.scene.session.answers, [`q${at - 1}`]: data.split('.')[1] ?? '' }
      }
      if (at === length) return ctx.scene.leave()
      await ask(ctx, at)
      return ctx.wizard.next()
    }),
  )
  const stage = new Scenes.Stage<Scenes.WizardContext<WizardSession>>([scene])
  const bot = new Telegraf<Scenes.WizardContext<WizardSession>>('1:bench')
  bot.botInfo = {
    id: 1,
    is_bot: true,
    first_name: 'bench',
    username: 'bench',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }
  bot.use(session())
  bot.use(stage.middleware())
  bot.command('start', (ctx) => ctx.scene.enter('form'))
  let update = 0
  const from = (chat: number) => ({ id: chat, is_bot: false, first_name: 'A' })
  const message = (chat: number) => ({
    message_id: 1,
    date: 1,
    chat: { id: chat, type: 'private' as const, first_name: 'A' },
  })
  let spent = 0
  for (let time = 0; time < times; time++) {
    for (let chat = 1; chat <= chats; chat++) {
      await bot.handleUpdate({
        update_id: ++update,
        message: {
          ...message(chat),
          from: from(chat),
          text: '/start',
          entities: [{ type: 'bot_command', offset: 0, length: 6 }],
        },
      })
    }
    const started = performance.now()
    for (let at = 0; at < length; at++) {
      await Promise.all(
        Array.from({ length: chats }, (_, chat) =>
          bot.handleUpdate({
            update_id: ++update,
            callback_query: {
              id: `${update}`,
              from: from(chat + 1),
              chat_instance: '1',
              data: `q${at}.yes`,
              message: { ...message(chat + 1), text: 'Câu hỏi' },
            },
          }),
        ),
      )
    }
    spent += performance.now() - started
  }
  return (times * chats * length) / (spent / 1000)
}

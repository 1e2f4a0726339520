import { Telegraf } from 'telegraf'

// The peer of the durable turn: a bare telegraf bot as its guide shows it, which keeps nothing.
const { TELEGRAM_BOT_TOKEN = '', TELEGRAM_API_ROOT = '' } = process.env
const bot = new Telegraf(TELEGRAM_BOT_TOKEN, { telegram: { apiRoot: TELEGRAM_API_ROOT } })
bot.on('text', (ctx) => ctx.reply(ctx.message.text))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => bot.stop(signal))
await bot.launch()

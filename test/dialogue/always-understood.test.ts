import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { BotClient } from '../../bots/channels/telegram/bot-client.ts'
import { setCommands } from '../../bots/channels/telegram/set-commands.ts'
import type { Event } from '../../bots/dialogue/event.ts'
import { newState } from '../../bots/dialogue/new-state.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Frame, State } from '../../bots/dialogue/state.ts'
import { turn } from '../../bots/dialogue/turn.ts'
import { guideId } from '../../bots/flows/guide/build-guide.ts'
import { fold } from '../../knowledge/matching/fold.ts'
import { loadProcedures } from '../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../knowledge/procedures/read-sources.ts'
import type { Procedure } from '../../knowledge/procedures/schema.ts'
import { loadKnowledge } from '../../server/load-knowledge.ts'

const now = Temporal.Instant.from('2026-11-19T10:00:00+07:00')
const today = Temporal.PlainDate.from('2026-11-19')
const { knowledge } = await loadKnowledge({ today, served: ['hoan-kiem'] })
const procedures = (await loadProcedures(builtInProcedures)).catalogue.all(today)

/** Neither "thôi", which at one question is word for word an answer, nor a bare "dung", which may be "đúng". */
const vietnamese = `quay lại | làm lại từ đầu | dừng lại | trợ giúp | nhắc lại | gặp cán bộ | em muốn gặp cán bộ ạ | việc khác
  | cần mang gì? | bao nhiêu tiền? | xóa dữ liệu của tôi | giấy tờ của tôi | cháy nhà | nhà tôi cháy | cứu tôi với | gọi 113
  | có trộm vào nhà | đổi ngôn ngữ`
const english = `back | restart | stop | help | repeat | talk to a person | talk to an official | something else | my papers
  | delete my data | how much is it? | what do I need to bring? | house on fire | change language`

/** What the app offers behind "/", asked of the code that sets it. */
async function menu(): Promise<string[]> {
  const names: string[] = []
  const call: BotClient['call'] = async (_, body) => {
    const { commands } = body as { commands: { command: string }[] }
    names.push(...commands.map(({ command }) => `/${command}`))
    return { ok: true, result: true }
  }
  await setCommands({ call } as BotClient, new AbortController().signal)
  return names
}

const split = (list: string) => list.split('|').map((one) => one.trim())
const phrases = [
  ...new Set([
    ...split(vietnamese),
    ...split(vietnamese).map(fold),
    'dừng',
    ...split(english),
    ...(await menu()),
  ]),
]

interface Place {
  state: State
  reply: Reply | undefined
}

function after(state: State, event: Event): Place {
  const result = turn(state, event, knowledge, now)
  return { state: JSON.parse(JSON.stringify(result.state)), reply: result.replies.at(-1) }
}

/** The frame of the guide when one of its own questions is open. */
function openFrame({ state }: Place, procedure: Procedure): Frame | undefined {
  const top = state.frames.at(-1)
  return top?.flow === guideId(procedure.code) ? top : undefined
}

/** A place at each of the guide's questions, found by answering the earlier ones in every way until all are seen. */
function placesAt(procedure: Procedure): Map<string, Place> {
  const found = new Map<string, Place>()
  const seen = new Set<string>()
  const waiting = [after(newState('vi', false), { kind: 'start', payload: procedure.code })]
  for (let at = 0; at < waiting.length && seen.size < 20_000; at++) {
    const place = waiting[at]
    const frame = place && openFrame(place, procedure)
    const key = frame && JSON.stringify([frame.step, frame.answers])
    if (!place || !frame || !key || seen.has(key)) continue
    seen.add(key)
    if (!found.has(frame.step)) found.set(frame.step, place)
    if (procedure.questions.every(({ id }) => found.has(id))) break
    for (const answer of answersTo(procedure, frame.step, place.reply))
      waiting.push(after(place.state, answer))
  }
  return found
}

function answersTo(procedure: Procedure, step: string, reply: Reply | undefined): Event[] {
  const kind = procedure.questions.find(({ id }) => id === step)?.kind
  if (kind === 'date') return ['hôm qua', '3 tháng 1', '1/1/2020'].map((text) => ({ kind: 'text', text }))
  if (kind === 'number') return ['1', '10', '17', '60', '72', '90'].map((text) => ({ kind: 'text', text }))
  if (kind === 'text' || kind === 'many') return [{ kind: 'text', text: '1' }]
  return (reply?.choices ?? [])
    .filter(({ ref }) => ref.includes(`.${step}.`))
    .map(({ ref }) => ({ kind: 'tap', ref }))
}

describe.each(procedures.map((procedure) => ({ name: procedure.short.vi, procedure })))(
  'in the guide $name',
  ({ procedure }) => {
    const places = placesAt(procedure)

    it('every question is reached', () => {
      expect([...places.keys()]).toEqual(expect.arrayContaining(procedure.questions.map(({ id }) => id)))
    })

    it.each([...places].map(([step, place]) => ({ step, place })))(
      '$step takes none for an answer',
      ({ step, place }) => {
        const run = place.state.frames.at(-1)?.run
        const asked = (['vi', 'en'] as const).flatMap((lang) => phrases.map((text) => ({ lang, text })))
        const taken = asked.flatMap(({ lang, text }) => {
          const { state } = after({ ...place.state, lang }, { kind: 'text', text })
          const finished = state.finished?.find((one) => one.run === run)
          const frame = state.frames.find((one) => one.run === run) ?? finished
          if (frame?.answers[step] !== undefined) return [`${text} → answer ${frame.answers[step]}`]
          return state.misses ? [`${text} → not understood`] : []
        })
        expect(taken).toEqual([])
      },
    )
  },
)

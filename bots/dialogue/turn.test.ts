import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Match } from '../../knowledge/matching/match.ts'
import { compileFlow } from './compile-flow.ts'
import type { Ask, Event } from './event.ts'
import type { Flow, Knowledge, Outcome, Step } from './flow.ts'
import { newState } from './new-state.ts'
import type { State } from './state.ts'
import { turn } from './turn.ts'

const now = Temporal.Instant.from('2026-11-19T03:00:00Z')
const both = (text: string) => ({ vi: text, en: text })
const none: Match = { decision: 'none', procedures: [], intent: null, intents: [], aspect: null }

const married: Step = {
  kind: 'choice',
  id: 'married',
  ask: both('Married?'),
  decides: true,
  choices: [
    { id: 'yes', label: both('Đã đăng ký'), means: 'yes' },
    { id: 'no', label: both('Chưa đăng ký'), means: 'no' },
  ],
}
const father: Step = {
  kind: 'choice',
  id: 'father',
  ask: both('Father named?'),
  when: ({ answers }) => (answers.married === undefined ? undefined : answers.married === 'no'),
  choices: [
    { id: 'yes', label: both('Có ghi'), means: 'yes' },
    { id: 'no', label: both('Không ghi'), means: 'no' },
  ],
}
const papers: Step = {
  kind: 'many',
  id: 'papers',
  ask: both('Which papers?'),
  choices: ['a', 'b', 'c'].map((id) => ({ id, label: both(`Giấy ${id}`) })),
}
const age: Step = {
  kind: 'number',
  id: 'age',
  ask: both('How old?'),
  read: (typed) =>
    /^\d+$/.test(typed) ? { ok: true, value: Number(typed) } : { ok: false, say: 'a number please' },
}
const end: Step = {
  kind: 'say',
  id: 'end',
  say: ({ answers }) => [{ blocks: [{ kind: 'text', text: JSON.stringify(answers) }] }],
}
const form: Flow = {
  id: 'form',
  version: '1',
  title: both('the form'),
  promised: true,
  steps: [married, father, papers, age, end],
}

function knowledgeOf(...flows: Flow[]): Knowledge {
  const compiled = new Map(flows.map((flow) => [flow.id, compileFlow(flow)]))
  return {
    flow: (id) => compiled.get(id),
    match: () => none,
    command: (text) =>
      (['back', 'restart', 'stop', 'resume', 'help', 'repeat', 'change', 'english'] as const).find(
        (one) => one === text,
      ),
    text: (key, _lang, values) => (values ? `${key} ${Object.values(values).join('/')}` : key),
    respond(heard): Outcome {
      if (heard.kind === 'start') return { begin: { flow: heard.payload ?? 'form' } }
      if (heard.kind === 'text') return { missed: true }
      return { replies: [{ blocks: [{ kind: 'text', text: heard.kind }] }] }
    },
    label: () => undefined,
    holdsCode: () => false,
    onlyUnit: undefined,
  }
}

function play(knowledge: Knowledge, events: Event[], from: State = newState('vi', false)) {
  return events.reduce(({ state }, event) => turn(JSON.parse(JSON.stringify(state)), event, knowledge, now), {
    state: from,
  } as ReturnType<typeof turn>)
}
const start: Event = { kind: 'start' }
const say = (text: string): Event => ({ kind: 'text', text })
const tap = (ref: string): Event => ({ kind: 'tap', ref })
const saidBy = (result: ReturnType<typeof turn>) =>
  result.replies.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
  )
const knowledge = knowledgeOf(form)

describe('turn', () => {
  it('walks a form by taps, labels, numbers and loose words, and comes to its end', () => {
    const done = play(knowledge, [start, say('chưa ạ'), tap('g1.father.yes'), say('1 và 3'), say('75')])
    expect(saidBy(done)).toContain('{"married":"no","father":"yes","papers":["a","c"],"age":75}')
    expect(done.state.frames).toEqual([])
  })

  it('promises the longest way left and never more than before', () => {
    const first = play(knowledge, [start])
    expect(first.replies.at(-1)?.progress).toBe('progress 1/4')
    expect(play(knowledge, [start, say('rồi')]).replies.at(-1)?.progress).toBe('progress 2/3')
    expect(play(knowledge, [start, say('chưa')]).replies.at(-1)?.progress).toBe('progress 2/4')
  })

  it('never takes a number that is not offered for another one', () => {
    const asked = play(knowledge, [start, say('10')])
    expect(asked.state.frames[0]?.answers).toEqual({})
    expect(saidBy(asked)).toContain('miss.number 10/2')
  })

  it('goes back one answer at a time, and says so at the first question', () => {
    const back = play(knowledge, [start, say('rồi'), say('2'), say('back')])
    expect(back.state.frames[0]).toMatchObject({ step: 'papers', answers: { married: 'yes' } })
    const further = play(knowledge, [say('back')], back.state)
    expect(further.state.frames[0]).toMatchObject({ step: 'married', answers: {} })
    expect(saidBy(play(knowledge, [say('back')], further.state))).toContain('first_question')
  })

  it('takes a tap on an older question as a change of that answer, drops what it closes, goes on where it opens', () => {
    const later = play(knowledge, [start, say('chưa'), say('có'), say('2')])
    expect(later.state.frames[0]?.step).toBe('age')
    const changed = play(knowledge, [tap('g1.married.yes')], later.state)
    expect(changed.state.frames[0]).toMatchObject({ step: 'age', answers: { married: 'yes', papers: ['b'] } })
    const reopened = play(knowledge, [tap('g1.married.no')], changed.state)
    expect(reopened.state.frames[0]?.step).toBe('father')
  })

  it('ticks one of several without going on, and goes on when told that is all', () => {
    const ticked = play(knowledge, [start, say('rồi'), tap('m1.papers.b')])
    expect(ticked.replies.at(-1)).toMatchObject({ replacesTapped: true })
    expect(ticked.replies.at(-1)?.choices?.[1]?.label).toBe('☑ Giấy b')
    expect(play(knowledge, [tap('m1.papers.')], ticked.state).state.frames[0]?.answers.papers).toEqual(['b'])
  })

  it('asks kindly again, differently the second time, with a way to a person the third', () => {
    const once = play(knowledge, [start, say('xyz')])
    const twice = play(knowledge, [say('xyz')], once.state)
    const thrice = play(knowledge, [say('xyz')], twice.state)
    expect(saidBy(once)).toContain('miss.first')
    expect(saidBy(twice)).toContain('miss.second.choice')
    expect(thrice.replies.at(-1)?.choices?.at(-1)).toMatchObject({ ref: 'c.human', wayOut: true })
    expect(play(knowledge, [say('rồi')], thrice.state).state.misses).toBeUndefined()
  })

  it('leaves by "stop", unless that was about announcements, and comes back to the same place by "resume"', () => {
    const asked = play(knowledge, [start, say('rồi'), say('stop')])
    expect(asked.ask).toEqual({ kind: 'stop_following', what: 'all', guide: true })
    const meant: Event = { kind: 'answered', ask: asked.ask as Ask, answer: { kind: 'meant_guide' } }
    const stopped = play(knowledge, [meant], asked.state)
    expect(stopped.state.frames).toEqual([])
    const resumed = play(knowledge, [say('resume')], stopped.state)
    expect(resumed.state.frames[0]).toMatchObject({ step: 'papers', answers: { married: 'yes' } })
  })

  it('carries a conversation over to a newer version, keeping the answers that are still valid', () => {
    const old = play(knowledge, [start, say('chưa'), say('có'), say('2')]).state
    const { choices: _, ...rest } = papers as Extract<Step, { kind: 'many' }>
    const newer: Flow = {
      ...form,
      version: '2',
      steps: [married, father, { ...rest, choices: [{ id: 'a', label: both('Giấy a') }] }, age, end],
    }
    const carried = play(knowledgeOf(newer), [say('repeat')], old)
    expect(carried.state.frames[0]).toMatchObject({ version: '2', answers: { married: 'no', father: 'yes' } })
    expect(carried.state.frames[0]?.answers.papers).toBeUndefined()
    expect(saidBy(carried)).toContain('carried.updated')
  })

  it('leaves a guide that no longer exists, and says so', () => {
    const old = play(knowledge, [start, say('chưa')]).state
    const gone = play(knowledgeOf(), [say('1')], old)
    expect(gone.state.frames).toEqual([])
    expect(saidBy(gone)).toContain('carried.gone')
  })

  it('is silent about a deleted message, and keeps the answer when a message is edited', () => {
    const asked = play(knowledge, [start, say('rồi')]).state
    expect(play(knowledge, [{ kind: 'deleted' }], asked)).toMatchObject({ replies: [], state: asked })
    const edited = play(knowledge, [{ kind: 'edited', text: 'chưa' }], asked)
    expect(edited.state.frames[0]?.answers).toEqual({ married: 'yes' })
    expect(saidBy(edited)).toContain('edited')
  })

  it('takes made-up and foreign buttons for old ones, whatever is in them', () => {
    const asked = play(knowledge, [start]).state
    for (const ref of [
      'g1.married.maybe',
      'g9.married.yes',
      'g1.nothing.yes',
      'm1.married.yes',
      'g',
      'g1..',
      'm.x.y',
    ]) {
      const result = play(knowledge, [tap(ref)], asked)
      expect(result.state.frames[0]?.answers).toEqual({})
      expect(result.replies.length).toBeGreaterThan(0)
    }
    expect(saidBy(play(knowledge, [{ kind: 'tap', ref: null }], asked))).toContain('old_button')
  })

  it('never throws, always answers what is said, keeps its state small and JSON, and never changes its input', () => {
    const anyEvent: fc.Arbitrary<Event> = fc.oneof(
      fc.string({ unit: 'binary' }).map(say),
      fc
        .constantFrom(
          'rồi',
          'chưa',
          '1',
          '2',
          '10',
          'back',
          'stop',
          'resume',
          'restart',
          'change',
          'help',
          'english',
        )
        .map(say),
      fc
        .constantFrom(
          'g1.married.no',
          'g1.father.yes',
          'm1.papers.a',
          'm1.papers.',
          'g2.married.yes',
          'c.resume',
        )
        .map(tap),
      fc.string().map(tap),
      fc.constant(start),
      fc.constantFrom<Event>(
        { kind: 'deleted' },
        { kind: 'edited', text: 'x' },
        { kind: 'attachment', type: 'photo' },
      ),
    )
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let state = newState('vi', false)
        for (const event of events) {
          const before = JSON.stringify(state)
          const result = turn(state, event, knowledge, now)
          expect(JSON.stringify(state)).toBe(before)
          // What asks the database something is run again with the answer, on the old state.
          if (result.ask) continue
          expect(result.replies.length > 0).toBe(event.kind !== 'deleted')
          state = JSON.parse(JSON.stringify(result.state))
          expect(state).toEqual(result.state)
          expect(JSON.stringify(state).length).toBeLessThan(600)
        }
      }),
    )
  })
})

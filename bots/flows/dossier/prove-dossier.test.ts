import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { madeUpKnowledge, noMatch } from '../../../test/support/made-up-procedures.ts'
import type { AskAnswer, Event } from '../../dialogue/event.ts'
import { newState } from '../../dialogue/new-state.ts'
import { readState } from '../../dialogue/read-state.ts'
import type { State } from '../../dialogue/state.ts'
import { turn } from '../../dialogue/turn.ts'
import { createKnowledge } from '../create-knowledge.ts'

const now = Temporal.Instant.from('2026-11-25T03:00:00Z')
const code = 'H26.16.05-261120-0012'
const knowledge = createKnowledge(
  await madeUpKnowledge({
    match: (text) =>
      text === 'cưới'
        ? { ...noMatch, decision: 'procedure', procedures: [{ code: '1.000001', name: 'cưới', score: 1 }] }
        : noMatch,
  }),
)
const say = (text: string): Event => ({ kind: 'text', text })
const unproved: AskAnswer = { kind: 'dossier_unproved', code }
/** No announcement came since, so that "dừng" is about the question. */
const stop: Event[] = [
  say('dừng'),
  {
    kind: 'answered',
    ask: { kind: 'stop_following', what: 'all', guide: true },
    answer: { kind: 'meant_guide' },
  },
]
const asked: Event = { kind: 'answered', ask: { kind: 'dossier', code }, answer: unproved }

function play(events: readonly Event[], from: State = newState('vi', false)) {
  return events.reduce(
    ({ state }, event) => {
      const result = turn(readState(JSON.parse(JSON.stringify(state)), false), event, knowledge, now)
      // What a turn asks is answered on the old state, as the inbox does it.
      return result.ask ? { ...result, state } : result
    },
    { state: from } as ReturnType<typeof turn>,
  )
}
const proving = play([asked, say('1'), say('7391')]).state
const proveId = `prove:${code}`

describe('the proof of a dossier', () => {
  it('asks the register with the digits of both, told one by one or at once', () => {
    const ask = { kind: 'prove_dossier', code, idLast4: '7391', phoneLast4: '8264' }
    expect(proving.frames.map(({ flow }) => flow)).toEqual([proveId])
    expect(play([say('8264')], proving).ask).toEqual(ask)
    expect(play([asked, say('1'), say('7391 8264')]).ask).toEqual(ask)
    expect(play([asked, say('7391 8264')]).ask).toEqual(ask)
    expect(play([say('cưới'), asked, say('7391 8264')]).ask).toEqual(ask)
  })

  it('has nothing kept of what was typed for it, nor of a slip', () => {
    const slip = 'HS-ACDE-FHJK-MNPQ'
    const secrets: [State | undefined, string][] = [
      [proving, '8264'],
      [proving, '079203004321'],
      [play([asked]).state, '7391'],
      [play([asked]).state, '079203004321'],
      [play([asked]).state, '7391 8264'],
      [undefined, `mã của tôi: ${slip}`],
      [undefined, slip.slice(0, -1)],
    ]
    for (const [state, text] of secrets) expect(play([say(text)], state).secret, text).toBe(true)
    expect(play([{ kind: 'photo_read', codes: [slip] }]).secret).toBe(true)
    expect(play([{ kind: 'edited', text: '7391' }]).secret).toBe(true)
    for (const text of ['cưới', 'xin chào', code]) expect(play([say(text)])).not.toHaveProperty('secret')
  })

  it('says the same of every code before it', () => {
    const other = 'H26.16.05-261120-9999'
    const said = (one: string) =>
      JSON.stringify(
        play([{ ...asked, ask: { kind: 'dossier', code: one }, answer: { ...unproved, code: one } }]).replies,
      ).replaceAll(one.slice(-4), 'NNNN')
    expect(said(code)).toBe(said(other))
  })

  it.each<[string, Event[]]>([
    [
      'the digits are wrong',
      [{ kind: 'answered', ask: { kind: 'dossier', code }, answer: { kind: 'dossier_wrong', code } }],
    ],
    [
      'it is to wait',
      [
        {
          kind: 'answered',
          ask: { kind: 'dossier', code },
          answer: { kind: 'dossier_wait', until: now.toString(), for: 'hour' },
        },
      ],
    ],
    ['it is left', stop],
    ['something else is wanted', [say('đổi thủ tục')]],
    [
      'it is begun anew',
      [{ kind: 'tap', ref: `d.r.${code}` }, say('làm lại'), say('quay lại'), say('quay lại')],
    ],
    ['another dossier is asked for', [{ kind: 'tap', ref: 'd.p.H26.16.05-261120-9999' }]],
    ['a guide is begun', [say('cưới')]],
    [
      'data are shown and erasing is asked about',
      [
        {
          kind: 'answered',
          ask: { kind: 'sides', to: 'erase' },
          answer: { kind: 'sides', to: 'erase', sides: [], reminders: 0, dossiers: 0 },
        },
      ],
    ],
  ])('keeps no digit when %s', (_, events) => {
    expect(JSON.stringify(proving)).toContain('7391')
    expect(JSON.stringify(play(events, proving).state)).not.toContain('7391')
  })

  it('cannot be taken up again, and leaves the guide below it where it was', () => {
    const guide = play([say('cưới')]).state
    const above = play([{ kind: 'tap', ref: `d.p.${code}` }, say('7391')], guide).state
    const left = play(stop, above)
    expect(left.state.frames).toEqual(guide.frames)
    expect(left.state.left).toBeUndefined()
    const alone = play([...stop, say('tiếp tục')], proving)
    expect(alone.ask).toEqual({ kind: 'joined_places' })
    expect(alone.state.frames).toEqual([])
  })
})

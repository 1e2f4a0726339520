import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import type { Event } from '../../dialogue/event.ts'
import { newState } from '../../dialogue/new-state.ts'
import type { State } from '../../dialogue/state.ts'
import { turn } from '../../dialogue/turn.ts'
import { createKnowledge } from '../create-knowledge.ts'
import { readDraft } from './begin-draft.ts'

const knowledge = createKnowledge(await madeUpKnowledge())
const now = Temporal.Instant.from('2026-11-25T03:00:00Z')
const at = (flow: string, step: string): State => ({
  ...newState('vi', false),
  met: true,
  runs: 1,
  frames: [{ flow, version: '1', step, run: 1, answers: {} }],
})
const hear = (state: State, event: Event) => turn(state, event, knowledge, now)
const paragraph = 'Cháy nổ gọi 114, mã hồ sơ H26.16.05-261120-0012 cũng là chữ. '
const long = `Cắt nước\n${paragraph.repeat(150).trim()}`

describe('a text that is announced', () => {
  it('is taken to its end, whatever it holds', () => {
    expect(long.length).toBeGreaterThan(9_000)
    const { ask } = hear(at('new_draft', 'text'), { kind: 'text', text: long })
    expect(ask).toEqual({
      kind: 'desk_draft',
      fields: { title: 'Cắt nước', text: paragraph.repeat(150).trim() },
    })
  })

  it('leaves nothing of itself in the state', () => {
    const { state } = hear(at('draft:12', 'next'), { kind: 'text', text: 'Gửi cái gì?' })
    expect(JSON.stringify(state).length).toBeLessThan(400)
  })

  it('goes on at the end of the draft, when it comes in several messages', () => {
    const rest = paragraph.repeat(5)
    const offered = hear(at('draft:12', 'next'), { kind: 'text', text: rest })
    expect(JSON.stringify(offered.replies)).toContain('Lấy đoạn này làm nội dung mới?')
    expect(hear(offered.state, { kind: 'text', text: 'vâng' }).ask).toEqual({
      kind: 'desk_draft',
      id: '12',
      fields: { text: rest },
    })
    const left = hear(offered.state, { kind: 'text', text: 'không' })
    expect(left.state.frames).toMatchObject([{ step: 'next', answers: {} }])
    expect(hear(offered.state, { kind: 'text', text: 'thêm vào cuối' }).ask).toEqual({
      kind: 'desk_draft',
      id: '12',
      fields: {},
      adds: rest,
    })
  })

  it('is left by the words that leave anything, and kept', () => {
    const asked = hear(at('draft:12', 'next'), { kind: 'text', text: 'dừng' }).ask
    if (!asked) throw new Error('what is announced to this person goes first')
    const { replies, state } = hear(at('draft:12', 'next'), {
      kind: 'answered',
      ask: asked,
      answer: { kind: 'meant_guide' },
    })
    expect(state.frames).toEqual([])
    expect(JSON.stringify(replies)).toContain('Thông báo số 12 vẫn được giữ')
  })

  it('that is too long is refused, and asked for again', () => {
    const { ask, replies, state } = hear(at('new_draft', 'text'), { kind: 'text', text: 'x'.repeat(11_000) })
    expect(ask).toBeUndefined()
    expect(JSON.stringify(replies)).toContain('11000')
    expect(state.frames).toHaveLength(1)
  })
})

describe('readDraft', () => {
  it.each([
    ['Cắt nước:\n\nTừ 8 giờ.', { title: 'Cắt nước', text: 'Từ 8 giờ.' }],
    ['Từ 8 giờ cắt nước.', { text: 'Từ 8 giờ cắt nước.' }],
    [`${'Dài '.repeat(40).trim()}\nHết.`, { text: `${'Dài '.repeat(40).trim()}\nHết.` }],
    ['  Họp tổ \n \n', { text: 'Họp tổ' }],
  ])('takes a short first line as title: %j', (typed, fields) => {
    expect(readDraft(typed)).toEqual(fields)
  })
})

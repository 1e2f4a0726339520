import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import { local, madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import type { Event } from '../../dialogue/event.ts'
import { newState } from '../../dialogue/new-state.ts'
import type { State } from '../../dialogue/state.ts'
import { turn } from '../../dialogue/turn.ts'
import { createKnowledge } from '../create-knowledge.ts'

const now = Temporal.Instant.from('2026-11-19T03:00Z')
const letters = Array.from({ length: 16 }, (_, at) => String.fromCharCode(65 + at))

/** Sixteen of each: life events, fields, and procedures in the first of the fields. */
const procedures = letters.flatMap((letter, at) => {
  const named = (name: string) => ({ vi: name, en: `${name} (en)` })
  const first = {
    ...local,
    code: `local.${letter.toLowerCase()}-1`,
    short: named(`Việc ${letter}`),
    field: named('Lĩnh vực A'),
  }
  const other = { ...local, code: `local.${letter.toLowerCase()}-2`, short: named(`Khác ${letter}`) }
  return at === 0 ? [first] : [first, { ...other, field: named(`Lĩnh vực ${letter}`) }]
})
const lifeEvents = letters.map((letter, at) => ({
  id: `doi_${at}`,
  name: { vi: `Đời ${letter}`, en: `Life ${letter}` },
  says: [],
  steps: [],
}))
const knowledge = createKnowledge(
  await madeUpKnowledge({ catalogue: buildCatalogue(procedures), lifeEvents }),
)

/** Does these one after the other. @returns the labels of the last answer's buttons */
function labels(...events: (Event | string)[]): string[] {
  let state: State = { ...newState('vi', false), met: true }
  let shown: string[] = []
  for (const event of events) {
    const told = typeof event === 'string' ? { kind: 'text' as const, text: event } : event
    const next = turn(state, told, knowledge, now)
    state = next.state
    shown = next.replies.flatMap(({ choices }) => choices?.map(({ label }) => label) ?? [])
  }
  return shown
}
const tap = (ref: string): Event => ({ kind: 'tap', ref })
const named = (name: string, letters: string) => [...letters].map((letter) => `${name} ${letter}`)

describe('what there is, page by page', () => {
  it.each([
    ['life events', 'c.list', 'Đời', ['Chọn theo lĩnh vực']],
    ['fields', 'c.fields', 'Lĩnh vực', []],
    ['procedures of a field', 'f.linh-vuc-a', 'Việc', []],
  ])(
    '%s: "xem thêm" tapped, typed, or its number typed shows the next, until there are no more',
    (_, ref, name, also) => {
      const more = 'Xem thêm'
      expect(labels(tap(ref))).toEqual([...named(name, 'ABCDEFG'), more, ...also])
      const second = [...named(name, 'HIJKLMN'), more, ...also]
      expect(labels(tap(ref), tap(`${ref}.7`))).toEqual(second)
      expect(labels(tap(ref), more)).toEqual(second)
      expect(labels(tap(ref), 'xem them')).toEqual(second)
      expect(labels(tap(ref), '8')).toEqual(second)
      expect(labels(tap(ref), more, more)).toEqual([...named(name, 'OP'), ...also])
    },
  )

  it('is walked through by typing alone', () => {
    expect(labels(tap('c.list'), 'chọn theo lĩnh vực', 'lĩnh vực a')).toContain('Việc A')
  })

  it.each(['c.list.999', 'c.fields.16', 'f.linh-vuc-a.100'])('%s, past the end: begins again', (ref) => {
    expect(labels(tap(ref))[0]).toMatch(/ A$/)
  })

  it.each(['c.list.x', 'c.list.-7', 'c.list.7.7', 'f.', 'f.nothing', 'f.nothing.7', 'e.nothing'])(
    '%s is an old button',
    (ref) => {
      const { replies } = turn({ ...newState('vi', false), met: true }, tap(ref), knowledge, now)
      expect(JSON.stringify(replies)).toContain(knowledge.text('old_button', 'vi').slice(0, 10))
    },
  )
})

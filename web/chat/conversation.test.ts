import { describe, expect, it } from 'vitest'
import type { AssistantEntry } from '../../bots/channels/web/api.ts'
import {
  addEntry,
  type DrawnReply,
  draw,
  type Item,
  mergeHistory,
  type SentItem,
  setState,
} from './conversation.ts'

const at = '2026-11-21T02:00:00Z'
const question = (id: string, refs: string[], replaces?: string): AssistantEntry => ({
  from: 'assistant',
  id,
  at,
  reply: { blocks: [{ kind: 'text', text: `câu ${id}` }], choices: refs.map((ref) => ({ label: ref, ref })) },
  ...(replaces ? { replaces } : {}),
})
const said = (id: string): AssistantEntry => ({ from: 'assistant', id, at, reply: { blocks: [] } })
const tap = (ref: string, of?: string): SentItem => ({
  from: 'citizen',
  id: `tap-${ref}-${of}`,
  at,
  tap: ref,
  state: 'sent',
  ...(of ? { of } : {}),
})
const typed = (id: string): SentItem => ({ from: 'citizen', id, at, text: `tin ${id}`, state: 'sent' })
const replies = (items: Item[]) => draw(items).filter((one): one is DrawnReply => one.from === 'assistant')

describe('drawing a conversation', () => {
  it('keeps only the newest question open, whatever was said after it', () => {
    const open = replies([question('1', ['a']), question('2', ['b']), said('3')]).map((one) => one.open)
    expect(open).toEqual([false, true, false])
  })

  it('marks the answer on the question it belongs to and closes it', () => {
    const [first, second] = replies([question('1', ['a', 'b']), tap('b', '1'), question('2', ['b'])])
    expect(first?.chosen?.ref).toBe('b')
    expect(second).toMatchObject({ chosen: null, open: true })
  })

  it('shows the later answer when an older question is answered anew', () => {
    const [first] = replies([question('1', ['a', 'b']), tap('a', '1'), question('2', ['c']), tap('b', '1')])
    expect(first?.chosen?.ref).toBe('b')
  })

  it('finds the newest question with that choice when a tap does not say where it was', () => {
    const drawn = replies([question('1', ['a']), question('2', ['a']), tap('a')])
    expect(drawn.map(({ chosen }) => chosen?.ref)).toEqual([undefined, 'a'])
  })

  it('draws nothing for a tap whose question is not there any more', () => {
    expect(draw([tap('x', '99')])).toEqual([])
  })

  it('puts a replacement in the old place, ready for the next tick', () => {
    const drawn = replies([question('1', ['☐ a']), said('2'), tap('☐ a', '1'), question('3', ['☑ a'], '1')])
    expect(drawn.map(({ key, id }) => [key, id])).toEqual([
      ['1', '3'],
      ['2', '2'],
    ])
    expect(drawn[0]?.chosen).toBeNull()
  })

  it('follows two quick ticks on the same message', () => {
    const drawn = replies([question('1', ['☐ a']), question('2', ['☑ a'], '1'), question('3', ['☐ a'], '1')])
    expect(drawn.map(({ id }) => id)).toEqual(['3'])
  })

  it('shows a replacement as a message of its own when the old one is not there', () => {
    expect(replies([question('5', ['a'], '1')])).toHaveLength(1)
  })

  it('keeps a question open while its boxes are being ticked', () => {
    expect(replies([question('1', ['☐ a', 'xong']), tap('☐ a', '1')])[0]?.open).toBe(true)
    expect(replies([question('1', ['☐ a', 'xong']), tap('xong', '1')])[0]?.open).toBe(false)
  })
})

describe('what the page learns', () => {
  it('takes a message that comes again only once', () => {
    expect(addEntry(addEntry([], said('1')), said('1'))).toHaveLength(1)
  })

  it('shows what was not confirmed after what the server has, each once', () => {
    const waiting: SentItem = { ...typed('b'), state: 'waiting' }
    const known = { from: 'citizen' as const, id: 'a', at, text: 'tin a' }
    const items = mergeHistory([known, said('1')], [{ ...typed('a'), state: 'waiting' }, waiting])
    expect(items.map(({ id }) => id)).toEqual(['a', '1', 'b'])
    expect(items[0]).toMatchObject({ state: 'sent' })
  })

  it('changes the state of one message alone', () => {
    const items = setState([typed('a'), typed('b')], 'a', 'failed')
    expect(items).toMatchObject([{ state: 'failed' }, { state: 'sent' }])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, Reply } from '../dialogue/reply.ts'
import { splitReply } from './split-reply.ts'

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 })
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({ kind: fc.constant('title' as const), text: words }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(words, { maxLength: 8 }) }),
  fc.record({
    kind: fc.constant('checklist' as const),
    items: fc.array(fc.record({ text: words, note: words, done: fc.boolean() }), { maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    items: fc.array(fc.record({ label: fc.string({ maxLength: 30 }), value: words }), { maxLength: 8 }),
  }),
)

/** As the plainest of channels would write it. */
function plain({ blocks, progress = '', choices = [] }: Reply): string {
  const lines = blocks.flatMap(linesOf)
  return [...lines, progress, ...choices.map((choice, index) => `${index + 1}. ${choice.label}`)].join('\n')
}

function linesOf(one: Block): string[] {
  switch (one.kind) {
    case 'text':
    case 'title':
      return [one.text, '']
    case 'list':
      return one.items.map((item) => `• ${item}`)
    case 'checklist':
      return one.items.map((item) => `✓ ${item.text}${item.note ? ` (${item.note})` : ''}`)
    case 'facts':
      return one.items.map(({ label, value }) => `${label}: ${value}`)
    case 'steps':
      return one.items.map(({ label }) => `● ${label}`)
    case 'link':
      return [`${one.label}: ${one.url}`]
  }
}

/** All letters in order, whatever stands between them. */
function letters(replies: readonly Reply[]): string {
  return replies
    .flatMap(({ blocks }) => blocks)
    .map((one) => plain({ blocks: [one] }))
    .join('')
    .replace(/[\s•✓():…]/g, '')
}

describe('splitReply', () => {
  it('leaves alone what fits', () => {
    const reply: Reply = {
      blocks: [{ kind: 'text', text: 'Chào anh/chị.' }],
      choices: [{ label: 'Có', ref: 'a' }],
    }
    expect(splitReply(reply, 100)).toEqual([reply])
  })

  it('makes every part fit and loses no letter', () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 6 }),
        fc.integer({ min: 150, max: 2000 }),
        (blocks, maxText) => {
          const reply: Reply = { blocks, progress: 'Bước 2/5', choices: [{ label: 'Chưa có', ref: 'x' }] }
          const parts = splitReply(reply, maxText)
          for (const part of parts) expect(plain(part).length).toBeLessThanOrEqual(maxText)
          expect(letters(parts)).toBe(letters([reply]))
        },
      ),
    )
  })

  it('cuts a text at the end of a sentence', () => {
    const sentence = 'Giấy khai sinh cần hai loại giấy tờ. '
    const parts = splitReply({ blocks: [{ kind: 'text', text: sentence.repeat(20).trim() }] }, 200)
    for (const { blocks } of parts) {
      const [only] = blocks
      expect(only?.kind === 'text' && only.text.endsWith('.') && only.text.startsWith('Giấy')).toBe(true)
    }
  })

  it('cuts a list between its items', () => {
    const items = Array.from({ length: 30 }, (_, index) => `Giấy tờ số ${index + 1}, bản chính`)
    const parts = splitReply({ blocks: [{ kind: 'list', items }] }, 200)
    expect(parts.length).toBeGreaterThan(3)
    const again = parts.flatMap(({ blocks }) =>
      blocks.flatMap((one) => (one.kind === 'list' ? one.items : [])),
    )
    expect(again).toEqual(items)
  })

  it('never cuts a letter from its accents, nor a pair in two', () => {
    const text = 'ệ'.normalize('NFD').repeat(500) + '👨‍👩‍👧'.repeat(100)
    const parts = splitReply({ blocks: [{ kind: 'text', text }] }, 100)
    for (const { blocks } of parts) {
      const [only] = blocks
      const piece = only?.kind === 'text' ? only.text : ''
      expect(piece.isWellFormed()).toBe(true)
      expect(piece).toMatch(/^(?:e|👨)/u)
    }
  })

  it('puts progress and choices under the last part, and lets the first replace', () => {
    const reply: Reply = {
      blocks: [{ kind: 'text', text: 'Một câu. '.repeat(100) }],
      progress: 'Bước 1/2',
      choices: [{ label: 'Có', ref: 'a' }],
      replacesTapped: true,
    }
    const parts = splitReply(reply, 200)
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map((part) => part.choices !== undefined)).toEqual(
      parts.map((_, i) => i === parts.length - 1),
    )
    expect(parts.map((part) => part.progress !== undefined)).toEqual(
      parts.map((_, i) => i === parts.length - 1),
    )
    expect(parts.map((part) => part.replacesTapped === true)).toEqual(parts.map((_, i) => i === 0))
  })

  it('leaves nothing out of what else a reply holds', () => {
    const board = { kind: 'reminder' as const, title: 'Họp tổ', at: '2026-12-01T19:30:00+07:00' }
    const reply: Reply = {
      blocks: [{ kind: 'text', text: 'Một câu. '.repeat(100) }],
      choices: [{ label: 'Có', ref: 'a' }],
      numberedFrom: 3,
      lang: 'en',
      clears: true,
      board,
    }
    const parts = splitReply(reply, 200)
    const [first, ...rest] = parts
    expect(first).toMatchObject({ lang: 'en', clears: true })
    expect(rest.pop()).toMatchObject({ board, numberedFrom: 3, choices: reply.choices })
    for (const part of [{ ...first, lang: undefined, clears: undefined }, ...rest])
      expect(Object.keys(JSON.parse(JSON.stringify(part)))).toEqual(['blocks'])
  })
})

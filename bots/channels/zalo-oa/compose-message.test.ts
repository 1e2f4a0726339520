import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeMessage, longestText } from './compose-message.ts'

const window = { event: '96d3cdf3af150460909', at: 0, sent: 0 }

describe('a message of whatever a reply holds', () => {
  it('is one that Zalo takes', () => {
    const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 3000 }), fc.lorem({ maxCount: 500 }))
    const ref = fc.string({ unit: fc.constantFrom('a', '.', '1'), minLength: 1, maxLength: 52 })
    const choice = fc.record({ label: words, ref: ref.map((one) => `${one}~AAAAAAAA`) })
    const block = fc.record({ kind: fc.constant('text' as const), text: words })
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 3 }),
        fc.array(choice, { maxLength: 8 }),
        (blocks, choices) => {
          const { text, attachment } = composeMessage({ blocks, choices }, window)
          expect(text.length).toBeLessThanOrEqual(longestText)
          expect(text.isWellFormed()).toBe(true)
          const buttons = attachment?.payload.buttons ?? []
          expect(buttons).toHaveLength(choices.length <= 5 ? choices.length : 0)
          for (const { title, payload } of buttons) {
            expect(title.length).toBeGreaterThan(0)
            expect(title.length).toBeLessThanOrEqual(100)
            expect(title.isWellFormed()).toBe(true)
            expect(payload.length).toBeLessThanOrEqual(64)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a question alone, after what did not fit into one message,', () => {
  const choices = [
    { label: 'Đã đăng ký', ref: 'a~AAAAAAAA' },
    { label: 'Chưa', ref: 'b~AAAAAAAA' },
  ]

  it('stands below its place in the guide', () => {
    const { text, attachment } = composeMessage({ blocks: [], progress: 'Bước 2/5', choices }, window)
    expect(text).toBe('Bước 2/5')
    expect(attachment?.payload.buttons).toHaveLength(2)
  })

  it('without such a place says in words what can be chosen', () => {
    expect(composeMessage({ blocks: [], choices }, window).text).toBe('Đã đăng ký / Chưa')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLexicon } from './create-lexicon.ts'

const lexicon = createLexicon([
  ['dang', 'ki', 'khai', 'sinh'],
  ['birth', 'certificate'],
  ['khai', 'sinh'],
])

describe('what was typed wrongly', () => {
  it.each([
    ['sihn', 'sinh'],
    ['sinnh', 'sinh'],
    ['certifcate', 'certificate'],
    ['certificaet', 'certificate'],
    ['bitrh', 'birth'],
  ])('%s is %s', (typed, meant) => {
    expect(lexicon.correct(typed)).toBe(meant)
  })

  it.each(['sinh', 'kinh', 'xinh', 'wedding', 'qq', '', '123', 'x'.repeat(5000)])(
    '%j is left as it is',
    (typed) => {
      expect(lexicon.correct(typed)).toBeUndefined()
    },
  )

  it('never makes a word of one that could be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        const meant = lexicon.correct(typed)
        if (meant !== undefined) expect(meant[0]).toBe(typed[0])
      }),
    )
  })
})

describe('two words typed as one', () => {
  it('are parted when they are known beside each other', () => {
    expect(lexicon.split('khaisinh')).toBe('khai sinh')
    expect(lexicon.split('dangsinh')).toBeUndefined()
    expect(lexicon.split('sinh')).toBeUndefined()
  })
})

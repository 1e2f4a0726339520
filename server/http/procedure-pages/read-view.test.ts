import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, longestSearch, readView } from './read-view.ts'

describe('what an address asks for', () => {
  it('is read from its query', () => {
    expect(readView({ q: '  em  mới\nsinh cháu ', field: 'ho-tich', event: 'sinh_con', lang: 'en' })).toEqual(
      {
        lang: 'en',
        text: 'em mới sinh cháu',
        field: 'ho-tich',
        event: 'sinh_con',
      },
    )
  })

  it('is composed, so that typing by parts finds the same', () => {
    expect(readView({ q: 'giấy khai sinh'.normalize('NFD') }).text).toBe('giấy khai sinh')
  })

  it('is nothing where it makes no sense', () => {
    const nothing = { lang: 'vi', text: '', field: undefined, event: undefined }
    for (const query of [
      undefined,
      null,
      1,
      'q',
      [],
      {},
      { q: ['a', 'b'] },
      { lang: 'fr', field: '../a', event: 'A' },
    ])
      expect(readView(query)).toEqual(nothing)
    expect(readView(Object.create({ q: 'inherited' }))).toEqual(nothing)
  })

  it('never is longer than can be looked for, nor holds what cannot be shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (q) => {
        const { text } = readView({ q })
        expect(Array.from(text).length).toBeLessThanOrEqual(longestSearch)
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}]|^\s|\s$/u)
        expect(readView({ q: text }).text).toBe(text)
      }),
    )
  })
})

describe('the address of a page', () => {
  it('holds what is asked for, and the language only where it is English', () => {
    expect(addressOf('/thu-tuc', 'vi')).toBe('/thu-tuc')
    expect(addressOf('/thu-tuc', 'vi', { q: '', field: undefined })).toBe('/thu-tuc')
    expect(addressOf('/thu-tuc', 'en', { q: 'a&b=c', event: 'cuoi' })).toBe(
      '/thu-tuc?q=a%26b%3Dc&event=cuoi&lang=en',
    )
  })
})

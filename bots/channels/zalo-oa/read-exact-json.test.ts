import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExactJson } from './read-exact-json.ts'

describe('reading JSON exactly', () => {
  it('keeps the digits of what is too long for a number', () => {
    expect(
      readExactJson('{"a":9007199254740993,"b":[-9007199254740993],"c":9007199254740991,"d":1e3}'),
    ).toEqual({
      a: '9007199254740993',
      b: ['-9007199254740993'],
      c: 9007199254740991,
      d: 1000,
    })
  })

  it('is otherwise what it is', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const plain = JSON.parse(json)
        fc.pre(!/\d{16,}|e\+?\d/i.test(json))
        expect(readExactJson(json)).toEqual(plain)
      }),
    )
    expect(() => readExactJson('{')).toThrow(SyntaxError)
  })
})

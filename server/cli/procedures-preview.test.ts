import { describe, expect, it } from 'vitest'
import { readAnswers } from './procedures-preview.ts'

describe('--answers', () => {
  it.each([
    ['one by one', ['a=x', 'b=y'], { a: 'x', b: 'y' }],
    ['joined by commas', ['a=x,b=y, c=z'], { a: 'x', b: 'y', c: 'z' }],
    [
      'with commas and signs of their own',
      ['noi_o=Số 5, ngõ 3, phố Huế,channel=online', 'viet= a=b '],
      { noi_o: 'Số 5, ngõ 3, phố Huế', channel: 'online', viet: 'a=b' },
    ],
    ['several of several', ['muon=ban+rap'], { muon: 'ban+rap' }],
  ])('are read %s', (_, pairs, expected) => {
    expect(Object.fromEntries(readAnswers(pairs))).toEqual(expected)
  })

  it.each(['', 'a', 'a=', 'a= ', '=x', 'một hai=x'])('are refused when %j', (pair) => {
    expect(() => readAnswers([pair])).toThrow('--answers takes question=answer')
  })
})

import { describe, expect, it } from 'vitest'
import { parseHtml } from './parse-html.ts'

describe('the HTML parse mode', () => {
  it('takes marks off and says where they were, in UTF-16 units', () => {
    expect(parseHtml('😀 <b>Hồ sơ</b> <a href="https://a.vn/?x=1&amp;y=2">ở đây</a>')).toEqual({
      ok: true,
      text: '😀 Hồ sơ ở đây',
      entities: [
        { type: 'bold', offset: 3, length: 5 },
        { type: 'text_link', offset: 9, length: 5, url: 'https://a.vn/?x=1&y=2' },
      ],
    })
  })

  it('decodes the four names and numbers, and leaves other ampersands alone', () => {
    expect(parseHtml('&lt;b&gt; &amp;amp; &quot;&#7879;&#x1F600; &nbsp; a&b & ')).toMatchObject({
      text: '<b> &amp; "ệ😀 &nbsp; a&b & ',
    })
  })

  it.each([
    ['a < b', 'can\'t parse entities: Unsupported start tag "" at byte offset 2'],
    ['ệ<x>', 'can\'t parse entities: Unsupported start tag "x" at byte offset 3'],
    ['<b', "can't parse entities: Unclosed start tag at byte offset 0"],
    ['<b>một', 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'],
    [
      '<b><i>x</b></i>',
      'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ],
    ['x</b>', "can't parse entities: Unexpected end tag at byte offset 1"],
    ['<script>x</script>', 'can\'t parse entities: Unsupported start tag "script" at byte offset 0'],
  ])('refuses %s', (html, error) => {
    expect(parseHtml(html)).toEqual({ ok: false, error })
  })
})

import { describe, expect, it } from 'vitest'
import { cleanIncoming, longestText } from './clean-incoming.ts'
import type { IncomingEvent } from './incoming.ts'

/** What is stored of the address with an event. */
const keyOf = (event: IncomingEvent) =>
  cleanIncoming({
    channel: 'web',
    account: 'web',
    externalId: '1',
    chat: '2',
    group: false,
    addressed: true,
    limitKey: 'address',
    event,
  }).event.limitKey

describe('the key of an address', () => {
  it.each([
    'H2K9QW',
    ' h2k 9qw ',
    'mã: h2k-9qw',
    'code H2K9QW',
    '\0H2K\0'.concat('9QW', '\0'.repeat(200)),
    'H2K9QW'.concat('\0'.repeat(longestText - 6), 'zzzz'),
    '\ud800H2K9QW',
    'H2K9QW',
  ])('stays with %j, which may be a resume code', (text) => {
    expect(keyOf({ kind: 'text', text })).toBe('address')
    expect(keyOf({ kind: 'start', payload: text.slice(0, 64) })).toBe('address')
  })

  it.each(['CB-ACDE-FHJK-MNPQ', 'nb acde fhjk mnpq ạ', 'Trợ lý ơi: cbacdefhjkmnpq', 'nh-acde-fhjk-mnpq'])(
    'stays with %j, which may be a code of an official, a group chat or a neighbourhood group',
    (text) => {
      expect(keyOf({ kind: 'text', text })).toBe('address')
      expect(keyOf({ kind: 'start', payload: text })).toBe('address')
    },
  )

  it.each([
    'H26.16-261119-0012',
    'hồ sơ 000.00.01.H26-260930-0012 của tôi đến đâu rồi',
    'h26.l6 – 26ll19 – oo12',
    'Ｈ２６.１６-２６１１１９-００１２',
    `${'kính gửi '.repeat(20)} H26.16-261119-0012`,
  ])('stays with %j, which may be a dossier’s code', (text) => {
    expect(keyOf({ kind: 'text', text })).toBe('address')
    expect(keyOf({ kind: 'start', payload: text })).toBe('address')
  })

  it.each(['1234', '1234 5678', 'cccd 1 2 3 4, sđt 5678', '１２３４'])(
    'stays with %j, which may be the digits that prove one',
    (text) => expect(keyOf({ kind: 'text', text })).toBe('address'),
  )

  it.each(['HS-ACDE-FHJK-MNPQ', `${'kính gửi '.repeat(40)} hs acde fhjk mnpq`])(
    'stays with %j, which may be an access slip',
    (text) => expect(keyOf({ kind: 'text', text })).toBe('address'),
  )

  it('stays with what a photo shows', () => {
    expect(keyOf({ kind: 'photo_read', codes: ['HS-ACDE-FHJK-MNPQ'] })).toBe('address')
    expect(keyOf({ kind: 'photo_read', codes: [] })).toBeUndefined()
  })

  it.each<IncomingEvent>([
    { kind: 'text', text: `${'nhà tôi ở ngõ '.repeat(10)} 1234` },
    { kind: 'text', text: 'em mới sinh cháu' },
    { kind: 'text', text: '2' },
    { kind: 'text', text: '' },
    { kind: 'text', text: 'KHONGC' },
    { kind: 'text', text: 'cán bộ ơi' },
    { kind: 'text', text: `${'a'.repeat(40)} H2K9QW` },
    { kind: 'tap', data: 'H2K9QW' },
    { kind: 'start' },
    { kind: 'start', payload: 'khai-sinh' },
    { kind: 'language', lang: 'en' },
  ])('is dropped from %j', (event) => {
    expect(keyOf(event)).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublic } from './public-lookup.ts'
import { readPictureAddress } from './read-picture-address.ts'

const root = 'http://127.0.0.1:4321'
const read = (address: string, at?: string) => readPictureAddress(address, at)?.href ?? null

describe('the address of a picture', () => {
  it.each([
    'https://f20-zpc.zdn.vn/1234/abc.jpg',
    'https://photo-stal-1.zadn.vn/a.jpg?x=1',
    'https://zalo.me/a.png',
    'https://file-stal-22.dlfl.vn/gr/b8b446fc/2aOboQ',
  ])("is one of Zalo's: %s", (address) => {
    expect(read(address)).toBe(address)
  })

  it.each([
    'http://f20-zpc.zdn.vn/a.jpg',
    'https://f20-zpc.zdn.vn:8443/a.jpg',
    'https://zdn.vn.example.com/a.jpg',
    'https://evilzdn.vn/a.jpg',
    'https://user:pass@f20-zpc.zdn.vn/a.jpg',
    'https://zdn.vn@169.254.169.254/latest/meta-data',
    'https://169.254.169.254/a.jpg',
    'https://[::1]/a.jpg',
    'http://127.0.0.1:8080/metrics',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//f20-zpc.zdn.vn/a.jpg',
    '',
  ])("is none of Zalo's: %s", (address) => {
    expect(read(address)).toBeNull()
  })

  it('may be where the API was set to be, and on no other port of that machine', () => {
    expect(read(`${root}/pictures/1.jpg`, root)).toBe(`${root}/pictures/1.jpg`)
    expect(read('http://127.0.0.1:4322/pictures/1.jpg', root)).toBeNull()
    expect(read('http://localhost:4321/pictures/1.jpg', root)).toBeNull()
    expect(read('https://f20-zpc.zdn.vn/a.jpg', root)).not.toBeNull()
  })

  it("never names anything but Zalo's hosts, whatever comes", () => {
    const host = /(^|\.)(zdn\.vn|zadn\.vn|zaloapp\.com|zalo\.me)$/
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'zdn.vn',
      'zalo.me',
      '@',
      '.',
      '/',
      '#',
      '?',
      ':',
      '\\',
      '127.0.0.1',
      'a',
      '%2e',
    )
    const text = fc.array(piece, { maxLength: 9 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(text, fc.webUrl(), fc.string()), (address) => {
        const url = readPictureAddress(address)
        if (url) expect([url.protocol, url.port, host.test(url.hostname)]).toEqual(['https:', '', true])
      }),
      { numRuns: 2000 },
    )
  })
})

it.each([
  ['203.162.4.190', 4, true],
  ['2405:4800::1', 6, true],
  ['127.0.0.1', 4, false],
  ['10.1.2.3', 4, false],
  ['172.20.0.1', 4, false],
  ['192.168.1.1', 4, false],
  ['169.254.169.254', 4, false],
  ['100.64.0.1', 4, false],
  ['0.0.0.0', 4, false],
  ['255.255.255.255', 4, false],
  ['::1', 6, false],
  ['::', 6, false],
  ['::ffff:127.0.0.1', 6, false],
  ['64:ff9b::7f00:1', 6, false],
  ['fd00::1', 6, false],
  ['fe80::1', 6, false],
])('%s is an address of the internet: %j %s', (address, family, is) => {
  expect(isPublic({ address, family })).toBe(is)
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadServicePoints } from './load-service-points.ts'

async function withOwn(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'points-'))
  await writeFile(join(folder, 'service-points.yaml'), text)
  return loadServicePoints(folder)
}

describe('loadServicePoints', () => {
  it('knows names, but makes no address up', async () => {
    const { points, problem } = await loadServicePoints()
    expect(problem).toBeUndefined()
    expect(points.servicePoint('hoan-kiem', 'one_stop')).toEqual({
      name: {
        vi: 'Điểm Phục vụ hành chính công phường Hoàn Kiếm',
        en: 'Hoàn Kiếm ward public administration service point',
      },
      address: null,
      phone: null,
      mapUrl: null,
    })
    expect(points.servicePoint('soc-son', 'police').name).toEqual({
      vi: 'Công an xã Sóc Sơn',
      en: 'Sóc Sơn commune police',
    })
  })

  it('has the hotline of the city, still to be confirmed', async () => {
    const { points } = await loadServicePoints()
    expect([points.hotline, points.hotlineVerified]).toEqual(['1900 1009', false])
  })

  it("lays the operator's file over it, field by field", async () => {
    const { points, problem } = await withOwn(`
hotline: { verified: true }
units:
  hoan-kiem:
    one_stop:
      address: 1 phố Thử
      phone: "024 1234 5678"
      map_url: https://example.org/map
    police: { name: { vi: Trụ sở Công an phường, en: Ward police station } }
  soc-son: { one_stop: { phone: null } }
`)
    expect(problem).toBeUndefined()
    expect([points.hotline, points.hotlineVerified]).toEqual(['1900 1009', true])
    expect(points.servicePoint('hoan-kiem', 'one_stop')).toEqual({
      name: expect.objectContaining({ vi: 'Điểm Phục vụ hành chính công phường Hoàn Kiếm' }),
      address: '1 phố Thử',
      phone: '024 1234 5678',
      mapUrl: 'https://example.org/map',
    })
    expect(points.servicePoint('hoan-kiem', 'police').name.vi).toBe('Trụ sở Công an phường')
    expect(points.servicePoint('soc-son', 'one_stop').phone).toBeNull()
  })

  it.each([
    ['a unit that is none', 'units:\n  hoankiem: { one_stop: { phone: "113" } }', ':2: units.hoankiem: '],
    [
      'a field that is none',
      'units:\n  lang:\n    one_stop:\n      adress: x',
      ':4: units.lang.one_stop.adress: ',
    ],
    [
      'a phone read as a number',
      'units:\n  lang: { one_stop: { phone: 0241234 } }',
      ':2: units.lang.one_stop.phone: ',
    ],
    [
      'a link that runs a script',
      'units:\n  lang: { one_stop: { map_url: "javascript:alert(1)" } }',
      'map_url: ',
    ],
    ['an address of two lines', 'units:\n  lang: { one_stop: { address: "a\\nb" } }', 'one line of text'],
    ['no hotline left', 'hotline: { number: null }', ':1: hotline.number: '],
    ['broken YAML', 'units: [', 'service-points.yaml:1: '],
  ])('sets a file with %s aside, saying where', async (_, text, expected) => {
    const { points, problem } = await withOwn(text)
    expect(problem).toContain(expected)
    expect(problem?.split('\n')).toHaveLength(1)
    expect(points.servicePoint('lang', 'one_stop').phone).toBeNull()
    expect(points.hotline).toBe('1900 1009')
  })

  it('refuses a unit that is none', async () => {
    const { points } = await loadServicePoints()
    expect(() => points.servicePoint('__proto__', 'police')).toThrow(/No unit/)
  })
})

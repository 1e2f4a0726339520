import { describe, expect, it } from 'vitest'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import { readDossierRef, showRef } from './dossier-refs.ts'

const view: DossierView = { code: 'H26.16.05-261120-0012', status: 4, statusAt: '2026-11-20T02:00:00Z' }
const longest = 'H26.1234.1234.1234.1234.1234-20261120-00000012'

describe('a button about dossiers', () => {
  it.each([
    ['d.s.7', { kind: 'show', follow: '7' }],
    ['d.s.7.H26-261120-0012', { kind: 'show', follow: '7', code: 'H26-261120-0012' }],
    ['d.c.H26-261120-0012', { kind: 'ask', code: 'H26-261120-0012' }],
    ['d.p.H26-261120-0012', { kind: 'prove', code: 'H26-261120-0012', again: false }],
    ['d.r.H26-261120-0012', { kind: 'prove', code: 'H26-261120-0012', again: true }],
    ['d.t.at_once.7', { kind: 'tell', follow: '7', tells: 'at_once' }],
    ['d.u.7', { kind: 'unfollow', follow: '7' }],
    ['d.u.7.H26-261120-0012', { kind: 'unfollow', follow: '7', code: 'H26-261120-0012' }],
    ['d.t.no.7.H26-261120-0012', { kind: 'tell', follow: '7', tells: 'no', code: 'H26-261120-0012' }],
    ['d.slip', { kind: 'slip' }],
    ['d.slip.none', { kind: 'no_slip' }],
    ['d.all', { kind: 'all', from: 0 }],
    ['d.all.5', { kind: 'all', from: 5 }],
  ])('%s is read', (ref, read) => expect(readDossierRef(ref)).toEqual(read))

  it.each([
    'd.',
    'd.x.7',
    'd.s.',
    'd.s.x',
    'd.t.always.7',
    'd.t.no.',
    'd.u.7.8',
    'd.p.',
    'd.p.H26',
    'd.all.x',
    'd.slips',
  ])('%s is none', (ref) => expect(readDossierRef(ref)).toBeUndefined())

  it('fits into what a channel carries, with its code where there is room', () => {
    const follow = { id: '7', tells: 'day' } as const
    expect(showRef({ ...view, follow })).toBe('d.s.7.H26.16.05-261120-0012')
    expect(showRef({ ...view, code: longest, follow: { ...follow, id: '1234567890' } })).toBe(
      'd.s.1234567890',
    )
    expect(`d.p.${longest}`.length).toBeLessThanOrEqual(52)
    expect(readDossierRef(`d.p.${longest}`)).toMatchObject({ kind: 'prove', code: longest })
  })
})

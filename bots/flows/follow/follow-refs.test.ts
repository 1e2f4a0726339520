import { describe, expect, it } from 'vitest'
import { groupRef, readFollowRef } from './follow-refs.ts'

describe('buttons about what is followed', () => {
  it('carry a group’s name as far as there is room, so that it can be typed', () => {
    const ref = groupRef('join', { id: '12', name: 'Tổ dân phố số 5' })
    expect(ref).toBe('w.g.12.to-dan-pho-so-5')
    expect(readFollowRef(ref)).toEqual({ kind: 'join', group: '12', name: 'to dan pho so 5' })
    const long = groupRef('leave', { id: '9'.repeat(18), name: 'Thôn Đoài, khu vực phía tây nam đường tàu' })
    expect(long.length).toBeLessThanOrEqual(52)
    expect(readFollowRef(long)).toMatchObject({ kind: 'leave', group: '9'.repeat(18) })
  })

  it('are read as what they are', () => {
    expect(readFollowRef('w.on')).toEqual({ kind: 'on' })
    expect(readFollowRef('w.on.hoan-kiem')).toEqual({ kind: 'on', unit: 'hoan-kiem' })
    expect(readFollowRef('w.y.y-te')).toEqual({ kind: 'tick', topic: 'y-te', ticked: true })
    expect(readFollowRef('w.n.y-te')).toEqual({ kind: 'tick', topic: 'y-te', ticked: false })
    expect(readFollowRef('w.gs.6.hoan-kiem')).toEqual({ kind: 'groups', unit: 'hoan-kiem', from: 6 })
    expect(readFollowRef('w.off.hoan-kiem')).toEqual({ kind: 'off_unit', unit: 'hoan-kiem' })
    expect(readFollowRef('v.17.2')).toEqual({ kind: 'poll', announcement: '17', choice: 2 })
  })

  it.each([
    'w.',
    'w.constructor',
    'constructor',
    'w.g.x.a',
    'w.g.12',
    `w.g.${'9'.repeat(19)}.a`,
    'w.y.',
    'w.y.Y tế',
    'v.1.10',
    'v.x.1',
    'v.1.-1',
    'd.all',
  ])('not %s', (ref) => {
    expect(readFollowRef(ref)).toBeUndefined()
  })
})

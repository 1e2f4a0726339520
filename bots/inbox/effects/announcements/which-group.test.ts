import { expect, it } from 'vitest'
import { whichGroup } from './which-group.ts'

const groups = [
  'Tổ dân phố số 1',
  'Tổ dân phố số 5',
  'Tổ dân phố số 15',
  'Thôn Đoài',
  'Thôn Đoài Thượng',
  'Khu 5A',
].map((name) => ({ name }))

it.each([
  ['tổ 5', ['Tổ dân phố số 5']],
  ['to 5 a', ['Tổ dân phố số 5']],
  ['Tổ05', ['Tổ dân phố số 5']],
  ['tdp số 15', ['Tổ dân phố số 15']],
  ['em ở tổ dân phố số 1 ạ', ['Tổ dân phố số 1']],
  ['thôn đoài', ['Thôn Đoài']],
  ['nhà bác ở đoài', ['Thôn Đoài', 'Thôn Đoài Thượng']],
  ['thon doai thuong', ['Thôn Đoài Thượng']],
  ['khu 5a', ['Khu 5A']],
  ['tổ 7', []],
  ['tổ dân phố', []],
  ['không nhớ', []],
])('finds the group called “%s”', (typed, names) => {
  expect(whichGroup(typed, groups).map(({ name }) => name)).toEqual(names)
})

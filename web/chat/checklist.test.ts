import { describe, expect, it } from 'vitest'
import { matchPapers } from './checklist.tsx'
import { readTick } from './tick.ts'

const items = [
  { text: 'Tờ khai', done: true },
  { text: 'Ảnh 4 × 6 × 2', done: false },
]
const choice = (label: string) => ({ label, ref: label })

describe('pressing the papers of a checklist', () => {
  it('pairs each paper with its box, and leaves other choices aside', () => {
    const boxes = [choice('☑ Tờ khai'), choice('☐ Ảnh 4 × 6')]
    expect(matchPapers(items, [...boxes, choice('Nhắc tôi')])).toEqual(boxes)
  })

  it.each([
    ['boxes of something else', ['☐ Ảnh 4 × 6', '☑ Tờ khai']],
    ['a box missing', ['☑ Tờ khai']],
    ['a box too many', ['☑ Tờ khai', '☐ Ảnh 4 × 6', '☐ Khác']],
    ['no boxes', ['Tờ khai', 'Ảnh']],
  ])('does not with %s', (_name, labels) => {
    expect(matchPapers(items, labels.map(choice))).toBeNull()
  })

  it('does not without papers', () => {
    expect(matchPapers([], [choice('Nhắc tôi')])).toBeNull()
  })
})

describe('a label with a box', () => {
  it.each([
    ['☑ Căn cước', { ticked: true, text: 'Căn cước' }],
    ['☐ Hai\ndòng', { ticked: false, text: 'Hai\ndòng' }],
    ['Căn cước', null],
    ['☐', null],
    ['', null],
  ])('reads %j', (label, tick) => {
    expect(readTick(label)).toEqual(tick)
  })
})

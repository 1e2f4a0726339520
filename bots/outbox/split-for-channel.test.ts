import { describe, expect, it } from 'vitest'
import type { Capabilities } from '../channels/channel.ts'
import type { FileRef, Reply } from '../dialogue/reply.ts'
import { splitForChannel } from './split-for-channel.ts'
import { splitReply } from './split-reply.ts'

const pdf: FileRef = { id: '1', name: 'Lịch tiêm.pdf', type: 'application/pdf', size: 400_000 }
const photo: FileRef = { id: '2', name: 'Sơ đồ.jpg', type: 'image/jpeg', size: 300_000 }
const captions: Capabilities = {
  maxText: 3500,
  edit: true,
  files: { types: { 'application/pdf': 1_000_000, 'image/jpeg': 1_000_000 }, maxCaption: 1000 },
}
const noCaptions: Capabilities = {
  ...captions,
  files: { types: { 'application/pdf': 1_000_000, 'image/jpeg': 1_000_000 }, maxCaption: 0 },
}
const short: Reply = {
  blocks: [{ kind: 'text', text: 'Mời bà con đưa trẻ đi tiêm.' }],
  choices: [{ label: 'Dừng nhận tin', ref: 'w.1' }],
}
const long: Reply = { ...short, blocks: [{ kind: 'text', text: 'Lịch tiêm của phường. '.repeat(100) }] }

describe('what goes out as one message each', () => {
  it('is as ever where there is no file', () => {
    expect(splitForChannel(long, captions)).toEqual(splitReply(long, 3500))
  })

  it('is a short text with the first file, buttons included, and each other file after it', () => {
    expect(splitForChannel({ ...short, files: [pdf, photo] }, captions)).toEqual([
      { ...short, files: [pdf] },
      { blocks: [], files: [photo] },
    ])
  })

  it('is the text before its files where it is too long to go along', () => {
    expect(splitForChannel({ ...long, files: [pdf] }, captions)).toEqual([long, { blocks: [], files: [pdf] }])
  })

  it('is the text before its files where none goes along with a file', () => {
    expect(splitForChannel({ ...short, files: [photo] }, noCaptions)).toEqual([
      short,
      { blocks: [], files: [photo] },
    ])
  })

  it('leaves out what the channel cannot carry', () => {
    const large = { ...pdf, size: 1_000_001 }
    const odd = { ...pdf, type: 'constructor' }
    expect(splitForChannel({ ...short, files: [large, odd] }, captions)).toEqual([short])
    expect(splitForChannel({ ...short, files: [pdf] }, { maxText: 3500, edit: true })).toEqual([short])
  })

  it('is the file alone where nothing is said', () => {
    expect(splitForChannel({ blocks: [], files: [pdf, photo] }, captions)).toEqual([
      { blocks: [], files: [pdf] },
      { blocks: [], files: [photo] },
    ])
  })

  it('is nothing but a board where that is what it is for', () => {
    const board = { kind: 'poll' as const, question: 'Họp tối nào?', options: ['Thứ bảy', 'Chủ nhật'] }
    expect(splitForChannel({ ...short, board, files: [photo] }, captions)).toEqual([
      { ...short, board },
      { blocks: [], files: [photo] },
    ])
  })
})

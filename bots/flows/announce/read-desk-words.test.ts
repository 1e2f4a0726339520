import { describe, expect, it } from 'vitest'
import { readDeskWords } from './read-desk-words.ts'

const read = (text: string) => {
  const ask = readDeskWords(text)
  if (!ask) return undefined
  const { words, ...rest } = ask
  expect(words).toBe(text)
  return rest
}

describe('readDeskWords', () => {
  it.each([
    ['/thongbao', { kind: 'desk' }],
    ['/thongbao@mot_cua_bot', { kind: 'desk' }],
    ['Bàn thông báo', { kind: 'desk' }],
    ['tình hình thông báo', { kind: 'desk' }],
    ['soạn thông báo', { kind: 'desk', to: 'write' }],
    ['Viết thông báo', { kind: 'desk', to: 'write' }],
    ['em muốn viết thông báo mới', { kind: 'desk', to: 'write' }],
    ['thong bao moi', { kind: 'desk', to: 'write' }],
    ['tạm dừng thông báo 12', { kind: 'desk_act', id: '12', act: 'pause' }],
    ['Tạm dừng 12.', { kind: 'desk_act', id: '12', act: 'pause' }],
    ['tiếp tục thông báo số 12', { kind: 'desk_act', id: '12', act: 'resume' }],
    ['gửi duyệt 12', { kind: 'desk_act', id: '12', act: 'submit' }],
    ['dừng hẳn 12', { kind: 'desk_show', id: '12', to: 'stop' }],
    ['đính chính 12', { kind: 'desk_show', id: '12', to: 'correct' }],
    ['thu hồi thông báo 12', { kind: 'desk_show', id: '12', to: 'recall' }],
    ['sửa 12', { kind: 'desk_show', id: '12', to: 'edit' }],
    ['trả lại 12', { kind: 'desk_show', id: '12', to: 'return' }],
    ['duyệt 12', { kind: 'desk_preview', id: '12', to: 'approve' }],
    ['xem trước 12', { kind: 'desk_preview', id: '12' }],
    ['tình hình 12', { kind: 'desk_show', id: '12' }],
    ['pause announcement 12', { kind: 'desk_act', id: '12', act: 'pause' }],
    ['status 12', { kind: 'desk_show', id: '12' }],
  ])('takes %j for a wish of an official', (text, ask) => {
    expect(read(text)).toEqual(ask)
  })

  it.each([
    'thông báo lưu trú',
    'tiếp tục',
    'dừng',
    '12',
    'xem hồ sơ 12',
    'sửa nhà 12 tầng',
    'tạm dừng kinh doanh 12 tháng',
    'tôi muốn soạn thông báo về việc mất giấy tờ của nhà tôi ở số 12',
    'duyệt 1234567890123456789',
  ])('leaves %j to the usual reading', (text) => {
    expect(read(text)).toBeUndefined()
  })
})

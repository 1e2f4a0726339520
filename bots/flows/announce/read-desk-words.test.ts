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
    ['soạn tin', { kind: 'desk', to: 'write' }],
    ['có gì chờ duyệt không', { kind: 'desk' }],
    ['chờ duyệt', { kind: 'desk' }],
    ['co gi can duyet khong a', { kind: 'desk' }],
    ['danh sách thông báo', { kind: 'desk' }],
    ['bảng thông báo', { kind: 'desk' }],
    ['thông báo 7', { kind: 'desk_show', id: '7' }],
    ['Thông báo số 7', { kind: 'desk_show', id: '7' }],
    ['duyet', { kind: 'desk', to: 'approve' }],
    ['Duyệt đi', { kind: 'desk', to: 'approve' }],
    ['trả lại', { kind: 'desk', to: 'return' }],
    ['gửi duyệt', { kind: 'desk', to: 'submit' }],
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
    'duyệt hồ sơ',
    'trả lại tiền',
    'bảng giá',
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

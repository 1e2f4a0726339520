import { describe, expect, it } from 'vitest'
import { loadAnnouncementFacts } from '../../../knowledge/announcements/facts/load-announcement-facts.ts'
import { loadUnits } from '../../../knowledge/units/load-units.ts'
import { createFollowWorld } from './create-follow-world.ts'
import { type FollowWish, readFollowWish } from './read-follow-wish.ts'

const [{ facts }, units] = await Promise.all([loadAnnouncementFacts(), loadUnits()])
const world = createFollowWorld(facts, units)

const stop = (topic: string): FollowWish => ({ kind: 'stop', topic })
const all: FollowWish = { kind: 'stop' }
const follow = (...topics: string[]): FollowWish => ({ kind: 'follow', topics })
const unsure: FollowWish = { ...all, unsure: true }
const again: FollowWish = { kind: 'follow', again: true }
const from = (unit: string): FollowWish => ({ kind: 'follow', unit })

describe('wishes about the ward’s news', () => {
  it.each<[string, FollowWish]>([
    ['dừng tin điện nước', stop('dien-nuoc')],
    ['Dừng tin về điện nước nhé.', stop('dien-nuoc')],
    ['dung tin dien nuoc', stop('dien-nuoc')],
    ['thôi nhận tin y tế', stop('y-te')],
    ['em không muốn nhận tin thuế nữa ạ', stop('thue')],
    ['bác không cần nhận thông báo về họp dân nữa', stop('hop-dan')],
    ['đừng gửi tin tức chủ đề giáo dục cho tôi nữa', stop('giao-duc')],
    ['stop health news', stop('y-te')],
    ['stop sending me news about taxes', stop('thue')],
    ['unsubscribe from power announcements please', stop('dien-nuoc')],
    ['đừng gửi tin cho bác nữa nhé', all],
    ['thôi đừng gửi tin của phường nữa', all],
    ['stop the ward news', all],
    ['dừng thông báo', { ...all, maybe: true }],
    ['tắt thông báo đi', { ...all, maybe: true }],
    ['stop notifications', { ...all, maybe: true }],
    ['thoi dung gui nua', unsure],
    ['tôi không muốn nhận nữa', unsure],
    ['phiền quá đừng gửi nữa', unsure],
    ['đừng gửi nữa', unsure],
    ['không nhận nữa', unsure],
    ['thôi đừng nhắn nữa', unsure],
    ['thôi cháu ơi, đừng gửi cho bà nữa nhé', unsure],
    ['bà không muốn nhận tin nữa', all],
    ['bà muốn dừng nhận tin', all],
    ['không nhận tin nữa đâu', all],
    ['đừng gửi tin nhắn cho tôi nữa', all],
    ['nhận tin y tế', follow('y-te')],
    ['nhận tin y tế và thuế', follow('y-te', 'thue')],
    ['đăng ký nhận tin điện nước, y tế, họp dân', follow('y-te', 'dien-nuoc', 'hop-dan')],
    ['chi nhan tin dien nuoc voi y te thoi', { ...follow('y-te', 'dien-nuoc'), only: true } as FollowWish],
    ['tôi chỉ muốn nhận tin thuế', { ...follow('thue'), only: true } as FollowWish],
    ['chị nhận tin thuế thôi', follow('thue')],
    ['chao chau, ba muon nhan tin cua phuong', { kind: 'follow' }],
    ['dang ky nhan tin lai', { kind: 'follow' }],
    ['register for news', { kind: 'follow' }],
    ['cho tôi nhận tin của tổ 3', { kind: 'follow', group: 'to 3' }],
    ['dang ky lai', again],
    ['thôi cho bà nhận lại nhé', again],
    ['cho ba xem ba dang nhan tin gi', { kind: 'show' }],
    ['tôi đang nhận tin gì', { kind: 'show' }],
    ['tin đang nhận', { kind: 'show' }],
    ['cho em nhận thêm tin về điện nước', follow('dien-nuoc')],
    ['đăng ký nhận thông báo họp tổ dân phố', follow('hop-dan')],
    ['follow news about education', follow('giao-duc')],
    ['đăng ký nhận tin phường Hoàn Kiếm', from('hoan-kiem')],
    ['theo doi tin phuong lang', from('lang')],
    ['get news of Hoàn Kiếm', from('hoan-kiem')],
    ['theodoi-hoan-kiem', from('hoan-kiem')],
    ['THEODOI_HOAN_KIEM', from('hoan-kiem')],
    ['/theodoi hoan-kiem', from('hoan-kiem')],
    ['https://motcua.example.vn/l/theodoi-hoan-kiem', from('hoan-kiem')],
    ['theodoi', { kind: 'follow' }],
    ['theodoi-khong-co', { kind: 'follow' }],
  ])('%s', (text, wish) => {
    expect(readFollowWish(text, world)).toEqual(wish)
  })

  it.each([
    'đúng tin điện nước',
    'dừng',
    'bỏ theo dõi hồ sơ này',
    'thôi báo hồ sơ này',
    'thôi báo cho tôi nữa',
    'bỏ tin nhắn cũ',
    'bác muốn nhắn tin',
    'không nhận được nữa',
    'đăng ký lại khai sinh',
    'nhận lại giấy tờ ở đâu',
    'đang nhận hồ sơ gì',
    'không nhận được tin',
    'không nhận thông báo',
    'không có tin',
    'không có thông tin',
    'không cần thông báo',
    'không nhận được thông báo nộp tiền đất',
    'thông báo lưu trú',
    'nhận thông báo lưu trú',
    'nhận thông báo nộp thuế đất ở đâu',
    'đăng ký tạm trú phường Hoàn Kiếm',
    'theo dõi hồ sơ',
    'hủy đăng ký kết hôn',
    'điện nước',
    'stop',
    'get a birth certificate',
    'follow my application',
    `dừng tin điện nước ${'a '.repeat(60)}`,
  ])('not “%s”', (text) => {
    expect(readFollowWish(text, world)).toBeUndefined()
  })
})

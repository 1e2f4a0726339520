import { describe, expect, it } from 'vitest'
import type { Pushed } from './pushed.ts'
import { toIncoming } from './to-incoming.ts'

const own = { uid: '100', names: ['Phường Cửa Nam'] }

function pushed(data: Pushed['data'], more: Partial<Pushed> = {}): Pushed {
  return { id: '9007199254740993001', at: 1, group: false, thread: '200', own: false, data, ...more }
}

/** What becomes of a message of this kind. */
function eventOf(msgType: string, content: unknown) {
  const incoming = toIncoming(pushed({ msgType, content }), own)
  return typeof incoming === 'string' ? incoming : incoming.event
}

describe('a message', () => {
  it('is taken with its id and its chat as they are', () => {
    expect(toIncoming(pushed({ msgType: 'webchat', content: ' chào\0 ' }), own)).toEqual({
      channel: 'zalo_personal',
      account: '100',
      externalId: '9007199254740993001',
      chat: '200',
      group: false,
      addressed: true,
      event: { kind: 'text', text: 'chào' },
    })
  })

  it.each([
    [
      'chat.photo',
      { title: 'tờ khai', href: 'https://…' },
      {
        kind: 'attachment',
        type: 'photo',
        caption: 'tờ khai',
        image: 'https://…',
        file: { ref: 'https://…', type: 'image/jpeg' },
      },
    ],
    [
      'chat.photo',
      { title: '', href: 'https://…', params: '{"hd":"https://hd…"}' },
      {
        kind: 'attachment',
        type: 'photo',
        image: 'https://…',
        file: { ref: 'https://hd…', type: 'image/jpeg' },
      },
    ],
    ['chat.photo', { href: 7 }, { kind: 'attachment', type: 'photo' }],
    ['chat.doodle', { href: 'https://…' }, { kind: 'attachment', type: 'photo' }],
    ['chat.voice', { href: 'https://…' }, { kind: 'attachment', type: 'voice' }],
    ['chat.video.msg', { title: 'xem' }, { kind: 'attachment', type: 'video', caption: 'xem' }],
    ['chat.gif', {}, { kind: 'attachment', type: 'video' }],
    ['chat.sticker', { id: 1, catId: 2 }, { kind: 'attachment', type: 'sticker' }],
    ['chat.location.new', { params: '{}' }, { kind: 'attachment', type: 'location' }],
    ['share.file', { title: 'don.pdf', params: 'junk' }, { kind: 'attachment', type: 'file' }],
    [
      'share.file',
      { title: 'don.pdf', href: 'https://…', params: '{"fileSize":"9","fileExt":"pdf"}' },
      {
        kind: 'attachment',
        type: 'file',
        file: { ref: 'https://…', name: 'don.pdf', type: 'application/pdf', size: 9 },
      },
    ],
    [
      'chat.recommended',
      { action: 'recommened.user', title: 'Lan' },
      { kind: 'attachment', type: 'contact' },
    ],
    [
      'chat.recommended',
      { action: 'recommened.link', title: 'xem https://a.vn/b', href: 'https://a.vn/b' },
      { kind: 'text', text: 'xem https://a.vn/b' },
    ],
    ['chat.link', { title: 'Trang', href: 'https://a.vn' }, { kind: 'text', text: 'Trang https://a.vn' }],
    ['chat.recommended', { action: 'recommened.misscall', title: '' }, { kind: 'attachment', type: 'other' }],
    ['group.poll', { params: '{}' }, { kind: 'attachment', type: 'other' }],
    ['constructor', {}, { kind: 'attachment', type: 'other' }],
    ['chat.of.the.future', {}, { kind: 'attachment', type: 'other' }],
    ['webchat', { title: 'có định dạng' }, { kind: 'text', text: 'có định dạng' }],
    ['webchat', '/start HS-AB12', { kind: 'text', text: '/start HS-AB12' }],
  ])('of the kind %s with %j', (msgType, content, event) => {
    expect(eventOf(msgType, content)).toEqual(event)
  })

  it.each([
    ['webchat', null],
    ['webchat', ''],
    ['webchat', ' \0 '],
    ['webchat', 12],
    ['webchat', ['x']],
    ['chat.ecard', { title: 'Hai bạn đã là bạn bè' }],
    ['chat.undo', { deleteMsg: 1 }],
    ['webchat', { deleteMsg: 1 }],
  ])('of the kind %s with %j is nothing to answer', (msgType, content) => {
    expect(eventOf(msgType, content)).toBe('unknown_kind')
  })

  it('tells which message it quotes, in private', () => {
    const data = { msgType: 'webchat', content: 'dừng', quote: { globalMsgId: 5836005608509 } }
    expect(toIncoming(pushed(data), own)).toMatchObject({ quotes: '5836005608509' })
    const asked = { ...data, quote: { ...data.quote, ownerId: '100' } }
    expect(toIncoming(pushed(asked, { group: true }), own)).not.toHaveProperty('quotes')
  })

  it('of our own is dropped, whatever it says', () => {
    expect(toIncoming(pushed({ content: 'x' }, { own: true }), own)).toBe('own')
    expect(toIncoming(pushed({ content: 'x', uidFrom: '100' }), own)).toBe('own')
  })

  it('that only calls the assistant begins a conversation', () => {
    const message = pushed({ msgType: 'webchat', content: 'Một Cửa ơi!' }, { group: true, thread: '300' })
    expect(toIncoming(message, own)).toMatchObject({ chat: 'g300', event: { kind: 'start' } })
  })

  it('with a picture in a group is meant for us by its caption', () => {
    const message = (title: string) =>
      pushed({ msgType: 'chat.photo', content: { title, href: 'https://…' } }, { group: true })
    // The picture itself is not looked at: nothing is shown in a group that it could ask for.
    const event = { kind: 'attachment', type: 'photo', caption: 'xem giúp' }
    expect(toIncoming(message('Một Cửa ơi xem giúp'), own)).toHaveProperty('event', event)
    expect(toIncoming(message('ảnh họp tổ'), own)).toBe('not_addressed')
  })
})

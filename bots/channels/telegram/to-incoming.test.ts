import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIncoming } from './to-incoming.ts'

const bot = { id: '700100', username: 'MotCua_bot' }
const from = { id: 5, is_bot: false, first_name: 'Hoa', language_code: 'vi' }
const home = { id: 5, type: 'private' }
const hashPhone = (phone: string) => ({ hash: `hash of ${phone}`, last2: phone.slice(-2) })
const group = { id: -100200, type: 'supergroup', title: 'Tổ 7' }

function read(content: object) {
  return toIncoming({ update_id: 9, ...content }, bot, hashPhone)
}
function privately(content: object) {
  return read({ message: { message_id: 1, from, chat: home, date: 1, ...content } })
}
function inGroup(content: object) {
  return read({ message: { message_id: 1, from, chat: group, date: 1, ...content } })
}
function mention(text: string, name: string) {
  return { text, entities: [{ type: 'mention', offset: text.indexOf(name), length: name.length }] }
}

describe('what a person does in private', () => {
  it('is a text', () => {
    expect(privately({ text: 'làm giấy khai sinh' })).toEqual({
      channel: 'telegram',
      account: '700100',
      externalId: '9',
      chat: '5',
      group: false,
      addressed: true,
      locale: 'vi',
      event: { kind: 'text', text: 'làm giấy khai sinh' },
    })
  })

  it.each([
    ['/start', { kind: 'start' }],
    ['/start@motcua_BOT', { kind: 'start' }],
    ['/start 1_001193', { kind: 'start', payload: '1.001193' }],
    ['/start 1.001193', { kind: 'start', payload: '1.001193' }],
    ['/start khai-sinh', { kind: 'start', payload: 'khai-sinh' }],
    ['/help', { kind: 'text', text: '/help' }],
    ['/HELP@MotCua_bot  me', { kind: 'text', text: '/help me' }],
    ['/start@other_bot', { kind: 'text', text: '/start@other_bot' }],
    ['/ không', { kind: 'text', text: '/ không' }],
    ['1/2', { kind: 'text', text: '1/2' }],
  ])('%s', (text, event) => {
    expect(privately({ text })?.event).toEqual(event)
  })

  it.each([
    [
      { photo: [{ file_id: 'x' }], caption: 'giấy chứng sinh' },
      {
        type: 'photo',
        caption: 'giấy chứng sinh',
        image: 'x',
        file: { ref: 'x', type: 'image/jpeg' },
      },
    ],
    [
      {
        photo: [
          { file_id: 'small', width: 90, height: 60, file_size: 1000 },
          { file_id: 'large', width: 1280, height: 853, file_size: 200_000 },
          { file_id: 'too large', width: 9000, height: 6000, file_size: 11_000_000 },
          { file_id: 'middle', width: 320, height: 213, file_size: 20_000 },
        ],
      },
      { type: 'photo', image: 'large', file: { ref: 'large', type: 'image/jpeg', size: 200_000 } },
    ],
    [
      { document: { file_id: 'd', mime_type: 'image/png', file_size: 1 } },
      { type: 'photo', image: 'd', file: { ref: 'd', type: 'image/png', size: 1 } },
    ],
    [
      { document: { file_id: 'd', mime_type: 'image/png', file_size: 11_000_000 } },
      { type: 'photo', file: { ref: 'd', type: 'image/png', size: 11_000_000 } },
    ],
    [
      { document: { file_id: 'd', mime_type: 'application/pdf', file_name: ' Tờ trình.pdf ' } },
      { type: 'file', file: { ref: 'd', type: 'application/pdf', name: 'Tờ trình.pdf' } },
    ],
    [
      { document: { file_id: 'd', mime_type: 'junk\0', file_name: 7, file_size: -1 } },
      { type: 'file', file: { ref: 'd' } },
    ],
    [{ animation: {}, document: { file_id: 'd' } }, { type: 'video' }],
    [{ audio: { file_id: 'a' } }, { type: 'file' }],
    [{ voice: {} }, { type: 'voice' }],
    [{ video: {} }, { type: 'video' }],
    [{ video_note: {} }, { type: 'video' }],
    [{ animation: {}, document: {} }, { type: 'video' }],
    [{ sticker: {} }, { type: 'sticker' }],
    [{ location: {}, venue: {} }, { type: 'location' }],
    [{ document: {} }, { type: 'file' }],
    [{ poll: {} }, { type: 'other' }],
  ])('an attachment %j', (content, expected) => {
    expect(privately(content)?.event).toEqual({ kind: 'attachment', ...expected })
  })

  it('may answer one of our messages, which it names', () => {
    const quoting = { text: 'dừng', reply_to_message: { message_id: 41, from: { id: 700100 } } }
    expect(privately(quoting)).toMatchObject({ quotes: '41', event: { kind: 'text', text: 'dừng' } })
    expect(inGroup(quoting)).not.toHaveProperty('quotes')
  })

  it('is a change to what was written, but not a location that moves on', () => {
    const message = { message_id: 1, from, chat: home, date: 1, edit_date: 2 }
    expect(read({ edited_message: { ...message, text: 'sửa' } })?.event).toEqual({
      kind: 'edited',
      text: 'sửa',
    })
    expect(read({ edited_message: { ...message, location: {} } })).toBeNull()
  })

  it('is a tap, with what the button carried and the message it hung under', () => {
    const query = { id: '1', from, message: { message_id: 77, chat: home, date: 0 }, data: 'g1.a.b' }
    expect(read({ callback_query: query })).toMatchObject({
      chat: '5',
      addressed: true,
      tappedMessage: '77',
      event: { kind: 'tap', data: 'g1.a.b' },
    })
    expect(read({ callback_query: { ...query, message: undefined } })).toBeNull()
    expect(read({ callback_query: { ...query, data: undefined } })).toBeNull()
  })

  it('is blocking and coming back', () => {
    const change = (before: string, after: string, chat: object = home) =>
      read({
        my_chat_member: {
          chat,
          from,
          date: 1,
          old_chat_member: { status: before },
          new_chat_member: { status: after },
        },
      })
    expect(change('member', 'kicked')?.event).toEqual({ kind: 'blocked' })
    expect(change('kicked', 'member')?.event).toEqual({ kind: 'unblocked' })
    expect(change('member', 'left', group)).toMatchObject({ group: true, event: { kind: 'blocked' } })
    expect(change('member', 'administrator', group)).toBeNull()
  })

  it('hints at the language of the app', () => {
    const locale = (code: unknown) => privately({ text: 'x', from: { ...from, language_code: code } })?.locale
    expect([
      locale('en'),
      locale('en-GB'),
      locale('vi'),
      locale('ko'),
      locale('enx'),
      locale(undefined),
    ]).toEqual(['en', 'en', 'vi', 'vi', 'vi', undefined])
  })
})

describe('a contact', () => {
  const own = { phone_number: '84912345678', first_name: 'Hoa', user_id: 5 }
  const phoneOf = (content: object) => {
    const event = privately(content)?.event
    return event?.kind === 'contact' ? event.phone : event
  }

  it('is a phone number proved when it is the sender’s own, and the number goes no further', () => {
    expect(phoneOf({ contact: own })).toEqual({ hash: 'hash of 84912345678', last2: '78' })
    // The button's answer is a reply to the message that brought it.
    expect(phoneOf({ contact: own, reply_to_message: { message_id: 3 } })).toMatchObject({ last2: '78' })
  })

  it.each([
    ['of somebody else', { contact: { ...own, user_id: 6 } }],
    ['of nobody known', { contact: { phone_number: '84912345678', first_name: 'Hoa' } }],
    ['with an id that is no number', { contact: { ...own, user_id: '5' } }],
    ['without a number', { contact: { ...own, phone_number: 84912345678 } }],
    ['passed on', { contact: own, forward_origin: { type: 'user', sender_user: from, date: 1 } }],
    ['passed on, by older fields', { contact: own, forward_from: from, forward_date: 1 }],
    ['passed on by somebody hidden', { contact: own, forward_sender_name: 'Hoa', forward_date: 1 }],
    ['written by another bot', { contact: own, via_bot: { id: 9, is_bot: true } }],
  ])('%s proves nothing', (_, content) => expect(phoneOf(content)).toBeNull())

  it('proves nothing in a group', () => {
    const message = {
      message_id: 1,
      from,
      chat: group,
      date: 1,
      contact: own,
      reply_to_message: { from: { id: 700100 } },
    }
    expect(read({ message })?.event).toEqual({ kind: 'attachment', type: 'contact' })
  })
})

describe('what is said in a group', () => {
  it('is for others unless it says so', () => {
    expect(inGroup({ text: 'mai họp nhé' })).toMatchObject({ group: true, addressed: false })
    expect(inGroup(mention('@MotCua_bot2 chào', '@MotCua_bot2'))).toMatchObject({ addressed: false })
    expect(inGroup({ text: 'gửi a@MotCua_bot nhé' })).toMatchObject({ addressed: false })
    expect(inGroup({ text: '/help@other_bot' })).toMatchObject({ addressed: false })
  })

  it.each([
    [mention('@motcua_bot mấy giờ mở cửa', '@motcua_bot'), 'mấy giờ mở cửa'],
    [mention('Này @MotCua_bot, mấy giờ', '@MotCua_bot'), 'Này, mấy giờ'],
    [mention('@MotCua_bot: hỏi', '@MotCua_bot'), 'hỏi'],
    [mention('@MotCua_bot', '@MotCua_bot'), ''],
    [
      { text: 'Trợ lý ơi', entities: [{ type: 'text_mention', offset: 0, length: 6, user: { id: 700100 } }] },
      'ơi',
    ],
    [{ text: 'vâng', reply_to_message: { from: { id: 700100 } } }, 'vâng'],
    [{ text: '/help@MotCua_bot' }, '/help'],
    [{ text: '/help' }, '/help'],
  ])('is for the assistant: %j', (content, text) => {
    expect(inGroup(content)).toMatchObject({
      chat: '-100200',
      addressed: true,
      event: { kind: 'text', text },
    })
  })

  it('counts a reply to somebody else as for them', () => {
    expect(inGroup({ text: 'vâng', reply_to_message: { from: { id: 6 } } })).toMatchObject({
      addressed: false,
    })
  })

  it('knows a mention in a caption', () => {
    const caption = '@MotCua_bot giấy này'
    const entities = [{ type: 'mention', offset: 0, length: 11 }]
    const said = inGroup({ photo: [{ file_id: 'x' }], caption, caption_entities: entities })
    expect(said?.addressed).toBe(true)
    // The photo itself is not looked at: nothing is shown in a group that it could ask for.
    expect(said?.event).toEqual({ kind: 'attachment', type: 'photo', caption: 'giấy này' })
  })
})

describe('what is no business of the assistant', () => {
  it.each([
    ['an unknown kind', { poll_answer: { poll_id: '1' } }],
    ['a channel post', { channel_post: { message_id: 1, chat: { id: -1, type: 'channel' }, text: 'x' } }],
    [
      'a message in a channel',
      { message: { message_id: 1, from, chat: { id: -1, type: 'channel' }, text: 'x' } },
    ],
    ['a bot', { message: { message_id: 1, from: { ...from, is_bot: true }, chat: group, text: '/help' } }],
    [
      'a channel post copied into a group',
      { message: { message_id: 1, from, chat: group, is_automatic_forward: true, text: '/help' } },
    ],
    ['somebody joining', { message: { message_id: 1, from, chat: group, new_chat_members: [from] } }],
    [
      'ids that are no ids',
      { message: { message_id: 1, from: { id: 1e300 }, chat: { id: '5', type: 'private' }, text: 'x' } },
    ],
    ['strings where objects belong', { message: 'x', callback_query: 'y', my_chat_member: [] }],
    ['a photo that is a word', { message: { message_id: 1, from, chat: home, photo: 'x' } }],
  ])('%s', (_name, content) => {
    expect(read(content)).toBeNull()
  })

  it('needs an id of the update', () => {
    const message = { message_id: 1, from, chat: home, text: 'x' }
    for (const update of [
      null,
      3,
      'x',
      [],
      {},
      { message },
      { update_id: '7', message },
      { update_id: 1.5, message },
    ]) {
      expect(toIncoming(update, bot, hashPhone)).toBeNull()
    }
  })
})

it('keeps what a database can hold', () => {
  expect(privately({ text: 'a\0b\ud83d' })?.event).toEqual({ kind: 'text', text: 'ab\ufffd' })
})

it('survives anything in any place', () => {
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(1e300, -0, Number.NaN, '', {}, [], null, undefined))
  const chat = fc.oneof(junk, fc.constantFrom(home, group), fc.record({ id: junk, type: junk }))
  const person = fc.oneof(junk, fc.constant(from), fc.record({ id: junk, is_bot: junk, language_code: junk }))
  const entity = fc.record({
    type: fc.constantFrom('mention', 'text_mention'),
    offset: junk,
    length: junk,
    user: junk,
  })
  const message = fc.record(
    {
      message_id: junk,
      chat,
      from: person,
      text: fc.oneof(junk, fc.string(), fc.constant('/start@MotCua_bot x')),
      caption: junk,
      entities: fc.oneof(junk, fc.array(fc.oneof(junk, entity))),
      photo: junk,
      reply_to_message: fc.oneof(junk, fc.record({ from: person })),
      reply_markup: junk,
    },
    { requiredKeys: [] },
  )
  const update = fc.record(
    {
      update_id: fc.oneof(junk, fc.nat()),
      message: fc.oneof(junk, message),
      edited_message: fc.oneof(junk, message),
      callback_query: fc.oneof(
        junk,
        fc.record({ id: junk, from: person, message, data: junk }, { requiredKeys: [] }),
      ),
      my_chat_member: fc.oneof(
        junk,
        fc.record({ chat, from: person, old_chat_member: junk, new_chat_member: junk }),
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(update, (value) => {
      const incoming = toIncoming(value, bot, hashPhone)
      if (incoming)
        expect(incoming).toMatchObject({
          chat: expect.stringMatching(/^-?\d+$/),
        })
    }),
    { numRuns: 2000 },
  )
})

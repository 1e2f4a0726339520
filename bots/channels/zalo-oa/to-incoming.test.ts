import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIncoming } from './to-incoming.ts'

const oa = { appId: '360846524940903967', oaId: '388613280878808645' }
const person = '246845883529197922'

function read(event: object) {
  return toIncoming({ app_id: oa.appId, timestamp: '1543908534740', ...event }, oa)
}
function message(name: string, content: object) {
  const sent = { sender: { id: person }, recipient: { id: oa.oaId } }
  return read({ event_name: name, ...sent, message: { msg_id: '96d3cdf3af150460909', ...content } })
}
function event(name: string, content: object) {
  const incoming = message(name, content)
  return typeof incoming === 'string' ? incoming : incoming.event
}

describe('what a person does', () => {
  it('is a text, from them, in private', () => {
    expect(message('user_send_text', { text: ' làm giấy khai sinh' })).toEqual({
      channel: 'zalo_oa',
      account: oa.appId,
      externalId: '96d3cdf3af150460909',
      chat: person,
      group: false,
      addressed: true,
      event: { kind: 'text', text: ' làm giấy khai sinh' },
    })
  })

  it.each<[string, string, object]>([
    ['a button of ours', 'g3.ket_hon.roi~a-B_9zZ0', { kind: 'tap', data: 'g3.ket_hon.roi~a-B_9zZ0' }],
    ['plain words of a menu', 'Giấy tờ của tôi', { kind: 'text', text: 'Giấy tờ của tôi' }],
    ['a query of a menu', '#gap_can_bo', { kind: 'text', text: 'gap can bo' }],
    ['no query', '#1', { kind: 'text', text: '#1' }],
    ['a number', '2', { kind: 'text', text: '2' }],
    ['a tilde', 'khoảng ~12345678', { kind: 'text', text: 'khoảng ~12345678' }],
    ['a seal without a ref', '~12345678', { kind: 'text', text: '~12345678' }],
    ['a ref too long for one of ours', `${'x'.repeat(53)}~12345678`, { kind: 'text' }],
  ])('%s', (_name, text, expected) => {
    expect(event('user_send_text', { text })).toMatchObject(expected)
  })

  it.each<[string, object, object]>([
    ['user_send_image', { text: 'giấy', attachments: [{}] }, { type: 'photo', caption: 'giấy' }],
    [
      'user_send_image',
      { attachments: [{ type: 'image', payload: { url: 'https://f1-zpg.zdn.vn/a.jpg', thumbnail: '' } }] },
      {
        type: 'photo',
        image: 'https://f1-zpg.zdn.vn/a.jpg',
        file: { ref: 'https://f1-zpg.zdn.vn/a.jpg', type: 'image/jpeg' },
      },
    ],
    [
      'user_send_gif',
      { attachments: [{ payload: { url: 'https://f1-zpg.zdn.vn/a.gif' } }] },
      { type: 'photo' },
    ],
    ['user_send_video', {}, { type: 'video' }],
    ['user_send_audio', {}, { type: 'voice' }],
    ['user_send_file', { text: ' ' }, { type: 'file' }],
    [
      'user_send_file',
      {
        attachments: [
          { payload: { url: 'https://f.zdn.vn/1', name: 'Tờ trình.pdf', size: '1024', type: 'pdf' } },
        ],
      },
      {
        type: 'file',
        file: { ref: 'https://f.zdn.vn/1', name: 'Tờ trình.pdf', type: 'application/pdf', size: 1024 },
      },
    ],
    ['user_send_sticker', {}, { type: 'sticker' }],
    ['user_send_location', { text: '' }, { type: 'location' }],
    ['user_send_business_card', {}, { type: 'contact' }],
    ['user_send_link', {}, { type: 'other' }],
  ])('an attachment: %s', (name, content, expected) => {
    expect(event(name, content)).toEqual({ kind: 'attachment', ...expected })
  })

  it('is following, and leaving, each with an id of its own that stays', () => {
    const follower = { id: person }
    const follow = read({ event_name: 'follow', oa_id: oa.oaId, follower, source: 'oa_profile' })
    expect(follow).toMatchObject({
      chat: person,
      externalId: `follow:${person}:1543908534740`,
      event: { kind: 'start', follows: true },
    })
    expect(read({ event_name: 'unfollow', oa_id: oa.oaId, follower })).toMatchObject({
      event: { kind: 'blocked' },
    })
    expect(read({ event_name: 'follow', oa_id: oa.oaId, follower, timestamp: 1543908534740 })).toEqual(
      read({ event_name: 'follow', oa_id: oa.oaId, follower }),
    )
  })

  it('keeps nothing of a form', () => {
    const info = { name: 'Hoa', phone: '84900000000', address: 'x' }
    const sent = { sender: { id: person }, recipient: { id: oa.oaId }, info }
    const incoming = read({ event_name: 'user_submit_info', ...sent })
    expect(incoming).toMatchObject({ chat: person, event: { kind: 'attachment', type: 'contact' } })
    expect(JSON.stringify(incoming)).not.toMatch(/Hoa|8490/)
  })
})

describe('what is left alone', () => {
  it.each<[string, object, string]>([
    ['that it was seen', { event_name: 'user_seen_message' }, 'receipt'],
    ['that it arrived', { event_name: 'user_received_message' }, 'receipt'],
    ['who has no account', { event_name: 'anonymous_send_text', sender: { id: person } }, 'anonymous'],
    ['a click', { event_name: 'user_click_chatnow', user_id: person }, 'unknown_kind'],
    ['our own messages', { event_name: 'oa_send_text', sender: { id: oa.oaId } }, 'unknown_kind'],
    ['a follow of nobody', { event_name: 'follow', follower: {} }, 'unknown_kind'],
    ['a follow of another', { event_name: 'follow', oa_id: '1', follower: { id: person } }, 'other_account'],
    ['nothing', {}, 'unknown_kind'],
  ])('%s', (_name, content, why) => {
    expect(read(content)).toBe(why)
  })

  it('takes any account for its own while it does not know it', () => {
    const follow = { event_name: 'follow', oa_id: '1', follower: { id: person }, timestamp: '1' }
    expect(toIncoming(follow, { ...oa, oaId: null })).toMatchObject({ chat: person })
  })
})

describe('whatever comes', () => {
  const name = fc.oneof(
    fc.constantFrom('user_send_text', 'user_send_link', 'user_send_image', 'follow', 'unfollow', 'toString'),
    fc.string(),
  )
  const id = fc.oneof(fc.bigInt({ min: 1n }).map(String), fc.integer(), fc.string(), fc.anything())
  const shaped = fc.record(
    {
      event_name: name,
      sender: fc.oneof(fc.record({ id }), fc.anything()),
      follower: fc.oneof(fc.record({ id }), fc.anything()),
      recipient: fc.oneof(fc.record({ id: fc.constant(oa.oaId) }), fc.anything()),
      message: fc.oneof(
        fc.record({ msg_id: id, text: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()) }),
        fc.anything(),
      ),
      timestamp: fc.oneof(fc.nat().map(String), fc.anything()),
    },
    { requiredKeys: [] },
  )

  it('never throws, and what it lets through can be stored', () => {
    fc.assert(
      fc.property(fc.oneof(shaped, fc.anything()), (value) => {
        const incoming = toIncoming(value, oa)
        if (typeof incoming === 'string') return
        expect(incoming.chat).toMatch(/^[\w-]{1,128}$/)
        expect(incoming.externalId).not.toBe('')
        expect(JSON.stringify(incoming)).not.toMatch(/\\u0000|\\ud[89a-f]/)
        expect(incoming).toMatchObject({ group: false, addressed: true })
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps ids exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 10n ** 20n }), (big) => {
        const sent = { sender: { id: String(big) }, message: { msg_id: String(big + 1n), text: 'x' } }
        expect(read({ event_name: 'user_send_text', ...sent })).toMatchObject({
          chat: String(big),
          externalId: String(big + 1n),
        })
      }),
    )
  })
})

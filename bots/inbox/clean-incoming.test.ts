import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanIncoming, longestText } from './clean-incoming.ts'
import { cleanText } from './clean-text.ts'
import type { Incoming } from './incoming.ts'

const incoming: Incoming = {
  channel: 'telegram',
  account: 'bot',
  externalId: '1',
  chat: '2',
  group: false,
  addressed: true,
  event: { kind: 'text', text: 'xin chào' },
}

describe('cleanText', () => {
  it('gives what PostgreSQL takes, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 20 }), (text, max) => {
        const clean = cleanText(text, max)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).not.toContain('\0')
        expect(clean.length).toBeLessThanOrEqual(max)
      }),
    )
  })

  it('leaves everything else as it is', () => {
    const text = 'Ệ e\u0323\u0302 👨‍👩‍👧 \u200b\u202e <b>&amp; \ufeff'
    expect(cleanText(text, 100)).toBe(text)
  })
})

describe('cleanIncoming', () => {
  it('keeps what is known and nothing else', () => {
    const clean = cleanIncoming({
      ...incoming,
      locale: 'en',
      tappedMessage: '9',
      event: { kind: 'text', text: 'a', extra: 'b' } as Incoming['event'],
    })
    expect(clean).toEqual({
      channel: 'telegram',
      account: 'bot',
      external_id: '1',
      chat: '2',
      is_group: false,
      event: { event: { kind: 'text', text: 'a' }, addressed: true, locale: 'en', tappedMessage: '9' },
    })
  })

  it('cuts what is far too long', () => {
    const { event } = cleanIncoming({ ...incoming, event: { kind: 'text', text: 'x'.repeat(100_000) } }).event
    expect(event.kind === 'text' && event.text.length).toBe(longestText)
  })

  it.each([
    { externalId: '' },
    { externalId: 'x'.repeat(257) },
    { chat: 'a\0b' },
    { chat: '\ud800' },
    { account: '' },
  ])('refuses an id that cannot be stored as it is: %j', (more) => {
    expect(() => cleanIncoming({ ...incoming, ...more })).toThrow('The id of the')
  })

  it.each<Incoming['event']>([
    { kind: 'tap', data: 'x~y' },
    { kind: 'start' },
    { kind: 'start', payload: '1.001193' },
    { kind: 'attachment', type: 'photo' },
    { kind: 'attachment', type: 'file', caption: 'giấy' },
    {
      kind: 'attachment',
      type: 'file',
      file: { ref: 'f', name: 'a.pdf', type: 'application/pdf', size: 9 },
    },
    { kind: 'edited', text: 'a' },
    { kind: 'deleted' },
    { kind: 'language', lang: 'en' },
    { kind: 'blocked' },
    { kind: 'unblocked' },
  ])('carries %j as it is', (event) => {
    expect(cleanIncoming({ ...incoming, event }).event.event).toEqual(event)
  })
})

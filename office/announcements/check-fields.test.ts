import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadAnnouncementFacts } from '../../knowledge/announcements/facts/load-announcement-facts.ts'
import { checkFields } from './check-fields.ts'
import { readDraft } from './read-draft.ts'

const { facts } = await loadAnnouncementFacts()
const now = '2026-11-22T03:00:00Z'
const check = (given: Parameters<typeof checkFields>[0]) => checkFields(given, { facts, now })
const whys = (given: Parameters<typeof checkFields>[0]) => check(given).refusals.map(({ why }) => why)
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '\u202e',
    '\u200b\u200d',
    '<script>alert(1)</script>',
    '\ud800',
    '\0',
    'ả'.normalize('NFD'),
  ),
  fc
    .array(fc.constantFrom('a', 'ề', '\n', '\u2066', '😀', ' '), { maxLength: 400 })
    .map((signs) => signs.join('')),
)

describe('what is given of a draft', () => {
  it('is kept clean and within its bounds, or refused, whatever it is', () => {
    fc.assert(
      fc.property(anything, anything, (title, text) => {
        const { fields, refusals } = check({ title, text })
        expect(refusals.length + Object.keys(fields).length).toBe(2)
        for (const kept of [fields.title, fields.text].filter((one) => one !== undefined)) {
          expect(kept.isWellFormed()).toBe(true)
          expect(kept).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u)
          expect(kept.trim()).toMatch(/./)
        }
        if (fields.title !== undefined) expect(fields.title).not.toContain('\n')
        // Kept once more, it is the same.
        expect(check(fields)).toEqual({ fields, refusals: [] })
      }),
    )
  })

  it('is plain text, HTML and all', () => {
    const text = '<b>Cắt nước</b> & <script>alert("1")</script>\nTừ 8 giờ'
    expect(check({ text }).fields.text).toBe(text)
  })

  it('is refused for what is empty, invisible or too long, by its name', () => {
    expect(check({ title: ' \u200b ', text: 'x'.repeat(20_000) }).refusals).toEqual([
      { why: 'empty', values: { field: 'title' } },
      { why: 'too_long', values: { field: 'text', most: 10_000 } },
    ])
    // Characters are counted as people count them.
    expect(whys({ text: '😀'.repeat(10_000) })).toEqual([])
  })

  it('tells all that is wrong at once', () => {
    const given = {
      topic: 'x',
      at: '2026-11-22T09:59:59+07:00',
      urgent: 'x',
      expiresAt: '2026-11-22',
      link: { label: 'Xem', url: 'javascript:alert(1)' },
      event: { startsAt: '2026-11-23T08:00:00+07:00', endsAt: '2026-11-23T08:00:00+07:00' },
      poll: { question: 'Có?', options: ['Có'] },
    }
    expect(whys(given)).toEqual([
      ...([
        'bad_topic',
        'past',
        'urgent_category',
        'bad_expiry',
        'bad_link',
        'bad_event',
        'bad_poll',
      ] as const),
    ])
  })

  it.each([
    ['2026-11-22T10:00:01+07:00', '2026-11-22T03:00:01.000Z'],
    ['2026-12-01T08:00+07:00[Asia/Ho_Chi_Minh]', '2026-12-01T01:00:00.000Z'],
    // The hour that there is twice where clocks are put back, and the one that there is not: an offset says which.
    ['2027-10-31T02:30:00+02:00', '2027-10-31T00:30:00.000Z'],
    ['2027-10-31T02:30:00+01:00', '2027-10-31T01:30:00.000Z'],
    ['2027-03-28T02:30:00+01:00', '2027-03-28T01:30:00.000Z'],
  ])('takes %s as the instant it is', (at, instant) => {
    expect(check({ at })).toEqual({ fields: { at: instant }, refusals: [] })
  })

  it.each(['2026-12-01T08:00:00', '2026-12-01', '2027-02-30T08:00+07:00', 'mai', '9999-01-01T00:00Z', now])(
    'takes %s for no time to go out at',
    (at) => expect(whys({ at })).toEqual(['past']),
  )

  it.each([
    ['https://hanoi.gov.vn/a?b=1#c', true],
    ['http://127.0.0.1:8080/u/hoan-kiem', true],
    ['http://localhost/x', true],
    ['http://hanoi.gov.vn', false],
    ['http://127.evil.vn', false],
    ['https://hanoi.gov.vn@evil.vn/', false],
    ['data:text/html,x', false],
    ['//hanoi.gov.vn', false],
    [`https://hanoi.gov.vn/${'x'.repeat(3000)}`, false],
  ])('a link to %s: %s', (url, taken) => {
    expect(whys({ link: { label: 'Xem', url } })).toEqual(taken ? [] : ['bad_link'])
  })

  it('a poll has two to six options that differ, however they are written', () => {
    const poll = (...options: string[]) => whys({ poll: { question: 'Họp tối nào?', options } })
    expect(poll('Thứ Bảy', 'Chủ nhật')).toEqual([])
    expect(poll('Chủ nhật', 'CHỦ  NHẬT')).toEqual(['bad_poll'])
    expect(poll('1', '2', '3', '4', '5', '6', '7')).toEqual(['bad_poll'])
    expect(poll('1', ' ')).toEqual(['empty'])
  })

  it('takes a part away where it is null', () => {
    const nothing = { at: null, urgent: null, expiresAt: null, link: null, event: null, poll: null }
    expect(check(nothing)).toEqual({ fields: nothing, refusals: [] })
  })
})

describe('a file', () => {
  it('that is anything at all is read or told what is wrong, quoting nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        const read = readDraft(given, facts)
        if ('problems' in read) expect(read.problems.length).toBeGreaterThan(0)
      }),
    )
    const wrong = readDraft({ titel: '0912345678', text: 5, audience: { units: 'hoan-kiem' } }, facts)
    expect(wrong).toMatchObject({
      problems: [
        'text must be string',
        'audience.units must be array',
        'the file has a part that there is not: check its spelling',
      ],
    })
  })

  it.each([
    [{ urgent: true, topic: 'y-te' }, 'health'],
    [{ urgent: true, topic: 'thue' }, 'disaster'],
    [{ urgent: true }, 'disaster'],
    [{ urgent: 'security' }, 'security'],
    [{ urgent: false }, null],
    [{}, undefined],
  ])('%j is of the category %s', (given, category) => {
    const read = readDraft(given, facts)
    expect('read' in read && read.read.fields.urgent).toBe(category)
  })
})

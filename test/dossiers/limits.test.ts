import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openDesk, shownCode } from './support/open-desk.ts'

const real = 'H26.16-261118-0001'
const invented = (n: number) => `H26.16-261101-${1000 + n}`
const at = (time: string, day = 20) => ({ now: `2026-11-${day}T${time}:00Z` })
const hour = (until: string) => ({ kind: 'dossier_wait', until, for: 'hour' })

describe('tries of dossier codes', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeEach(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
    await desk.dossier({ code: real })
  })
  afterEach(() => database.drop())

  async function type(chat: string, most: number, time: string, from = 0): Promise<void> {
    for (let n = 0; n < most; n++)
      expect(await desk.askFor(chat, invented(from + n), at(time))).toMatchObject({
        kind: 'dossier_unproved',
      })
  }

  it('end for an hour after ten in an hour, and the digits for the tenth are still heard', async () => {
    const chat = await desk.chat('mistypes')
    await type(chat, 5, '05:00')
    await type(chat, 4, '05:30', 5)
    expect(await desk.askFor(chat, real, at('05:40'))).toEqual({ kind: 'dossier_unproved', code: real })
    expect(await desk.askFor(chat, invented(9), at('05:41'))).toEqual(hour('2026-11-20T06:40:00Z'))
    expect(shownCode(await desk.prove(chat, real, '1234 5678', at('05:42')))).toBe(real)
    // Success has taken its try back.
    expect(await desk.askFor(chat, invented(9), at('05:43'))).toMatchObject({ kind: 'dossier_unproved' })
    expect(await desk.askFor(chat, invented(10), at('05:44'))).toEqual(hour('2026-11-20T06:43:00Z'))
    expect(await desk.askFor(chat, invented(10), at('06:42'))).toEqual(hour('2026-11-20T06:43:00Z'))
    expect(await desk.askFor(chat, invented(10), at('06:43'))).toMatchObject({ kind: 'dossier_unproved' })
  })

  it('are not ended by ten over more than an hour', async () => {
    const chat = await desk.chat('slow')
    await type(chat, 5, '05:00')
    await type(chat, 5, '06:00', 5)
    await type(chat, 4, '06:05', 10)
  })

  it('count each further wrong digits, and not the first of a code', async () => {
    const chat = await desk.chat('guesses digits')
    const wrong = (n: number) => desk.prove(chat, real, `${1000 + n} 0000`, at('05:00'))
    await desk.askFor(chat, real, at('05:00'))
    for (let n = 0; n < 10; n++) expect(await wrong(n)).toEqual({ kind: 'dossier_wrong', code: real })
    expect(await wrong(10)).toEqual(hour('2026-11-20T06:00:00Z'))
    expect(await desk.askFor(chat, invented(0), at('05:01'))).toEqual(hour('2026-11-20T06:00:00Z'))
    // The right ones too, while it waits: guessing on is no way in.
    expect(await desk.prove(chat, real, '1234 5678', at('05:02'))).toEqual(hour('2026-11-20T06:00:00Z'))
    expect(shownCode(await desk.prove(chat, real, '1234 5678', at('06:00')))).toBe(real)
  })

  it('end for a day after thirty in a day, of which an operator hears', async () => {
    const chat = await desk.chat('stubborn')
    await type(chat, 10, '00:00')
    await type(chat, 10, '02:00', 10)
    await type(chat, 9, '04:00', 20)
    expect(desk.alarms).toEqual([])
    await type(chat, 1, '05:30', 29)
    expect(desk.alarms).toEqual(['2026-11-20T05:30:00Z'])
    const wait = { kind: 'dossier_wait', until: '2026-11-21T05:30:00Z', for: 'day' }
    expect(await desk.askFor(chat, real, at('05:31'))).toEqual(wait)
    expect(await desk.askFor(chat, real, at('05:29', 21))).toEqual(wait)
    expect(await desk.askFor(chat, real, at('05:30', 21))).toMatchObject({ kind: 'dossier_unproved' })
  })

  it('never keep anybody from what they follow, a phone number of theirs, or a slip', async () => {
    const chat = await desk.chat('waits')
    const [byPhone, bySlip] = ['H26.16-261118-0002', 'H26.16-261118-0003']
    await desk.dossier({ code: byPhone, phone: '0900000001' })
    await desk.dossier({ code: bySlip })
    await desk.prove(chat, real)
    await type(chat, 10, '05:00')
    const waiting = at('05:01')
    expect(await desk.askFor(chat, bySlip, waiting)).toEqual(hour('2026-11-20T06:00:00Z'))
    expect(shownCode(await desk.askFor(chat, real, waiting))).toBe(real)
    expect(shownCode(await desk.redeem(chat, await desk.slip(bySlip), waiting))).toBe(bySlip)
    expect(await desk.ask(chat, desk.phone('0900000001'), waiting)).toMatchObject({ phone: 'proved_now' })
    expect(shownCode(await desk.askFor(chat, byPhone, waiting))).toBe(byPhone)
  })

  it.each([
    ['real', real],
    ['invented', invented(0)],
  ])('of one %s code by many people are counted together', async (_, code) => {
    for (let n = 0; n < 10; n++)
      expect(await desk.askFor(await desk.chat(`one of many ${n}`), code, at('05:00'))).toMatchObject({
        kind: 'dossier_unproved',
      })
    const next = await desk.chat('one more')
    // Told from their own message on: when others have tried it is not told.
    expect(await desk.askFor(next, code, at('05:01'))).toEqual(hour('2026-11-20T06:01:00Z'))
    expect(await desk.askFor(next, code, at('05:59'))).toEqual(hour('2026-11-20T06:59:00Z'))
    expect(await desk.askFor(next, invented(1), at('05:01'))).toMatchObject({ kind: 'dossier_unproved' })
    expect(await desk.askFor(next, code, at('06:00'))).toMatchObject({ kind: 'dossier_unproved' })
  })

  it('by others are not told to whoever waits for their own', async () => {
    const chat = await desk.chat('waits for both')
    await type(chat, 10, '05:00')
    for (let n = 0; n < 10; n++) await desk.askFor(await desk.chat(`other ${n}`), real, at('05:20'))
    expect(await desk.askFor(chat, real, at('05:30'))).toEqual(hour('2026-11-20T06:00:00Z'))
    expect(await desk.askFor(chat, real, at('06:00'))).toEqual(hour('2026-11-20T07:00:00Z'))
  })

  it('by all chats of one person are counted together', async () => {
    const [one, two] = [await desk.chat('one'), await desk.chat('two')]
    await desk.join(one, two)
    await type(one, 5, '05:00')
    await type(two, 5, '05:00', 5)
    for (const chat of [one, two])
      expect(await desk.askFor(chat, real, at('05:01'))).toEqual(hour('2026-11-20T06:00:00Z'))
  })

  it('by one address are counted together, five times as many, also when a button is picked by its number', async () => {
    for (let n = 0; n < 25; n++) {
      const chat = await desk.chat(`tab ${n}`)
      const typed = { ...at('05:00'), limitKey: 'one address' }
      expect(await desk.askFor(chat, invented(2 * n), typed)).toMatchObject({ kind: 'dossier_unproved' })
      // No address comes with it.
      expect(await desk.askFor(chat, invented(2 * n + 1), at('05:00'))).toMatchObject({
        kind: 'dossier_unproved',
      })
    }
    const next = await desk.chat('next tab')
    const typed = { ...at('05:01'), limitKey: 'one address' }
    expect(await desk.askFor(next, real, typed)).toEqual(hour('2026-11-20T06:00:00Z'))
    expect(await desk.askFor(next, real, { ...at('05:01'), limitKey: 'another' })).toMatchObject({
      kind: 'dossier_unproved',
    })
  })

  it('of everybody beyond a thousand an hour leave one each an hour, of which an operator hears', async () => {
    await database.pool.query(
      `insert into code_try (kind, who, what, at)
       select 'dossier', 'who ' || n, 'what ' || n, '2026-11-20T05:00:00Z' from generate_series(1, 999) n`,
    )
    const chat = await desk.chat('in the crowd')
    await type(chat, 1, '05:30')
    expect(desk.alarms).toEqual(['2026-11-20T05:30:00Z'])
    expect(await desk.askFor(chat, invented(1), at('05:31'))).toEqual(hour('2026-11-20T06:30:00Z'))
    const honest = await desk.chat('honest')
    await desk.askFor(honest, real, at('05:32'))
    expect(shownCode(await desk.prove(honest, real, '1234 5678', at('05:33')))).toBe(real)
    expect(await desk.askFor(chat, invented(1), at('06:01'))).toMatchObject({ kind: 'dossier_unproved' })
  })

  it('that a clock put into the future are not counted, nor forgotten by erasing one’s data', async () => {
    const chat = await desk.chat('clock')
    for (let n = 0; n < 10; n++) await desk.askFor(chat, invented(n), at('05:00', 25))
    expect(await desk.askFor(chat, real, at('05:00', 20))).toMatchObject({ kind: 'dossier_unproved' })
    await database.pool.query('delete from conversation where id = $1', [chat])
    expect(await desk.askFor(await desk.chat('clock'), real, at('05:01', 25))).toEqual(
      hour('2026-11-25T06:00:00Z'),
    )
  })

  it('that another process wrote while a turn waited are counted by it too', async () => {
    for (let n = 0; n < 10; n++)
      await desk.askFor(await desk.chat(`elsewhere ${n}`), real, { now: '2026-11-20T05:00:02Z' })
    expect(await desk.askFor(await desk.chat('had waited'), real, at('05:00'))).toMatchObject({
      kind: 'dossier_wait',
    })
  })

  it('at the same moment by one person’s chats do not both slip under the limit, nor wait for each other', async () => {
    const chats = await Promise.all(Array.from({ length: 6 }, (_, n) => desk.chat(`twin ${n}`)))
    await desk.join(...chats)
    await type(chats[0] ?? '', 8, '05:00')
    const answers = await Promise.all(
      chats.map((chat, n) => desk.askFor(chat, invented(20 + n), at('05:00'))),
    )
    const kinds = answers.map(({ kind }) => kind).toSorted()
    expect(kinds).toEqual([...Array(2).fill('dossier_unproved'), ...Array(4).fill('dossier_wait')])
  })
})

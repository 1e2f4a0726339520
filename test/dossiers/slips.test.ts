import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokeSlips } from '../../knowledge/dossiers/access/revoke-slips.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { noon, openDesk, shownCode } from './support/open-desk.ts'

const refused = { kind: 'slip_refused', reason: 'unknown' }
const numbers = { next: 1000 }

describe('an access slip', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
  })
  afterAll(() => database.drop())

  const dossier = () => desk.dossier({ code: `H26.16-261118-${numbers.next++}` })

  it('opens its dossier once, however it is typed, and again only to whoever follows it', async () => {
    const [code, chat, finder] = [await dossier(), await desk.chat('owner'), await desk.chat('finder')]
    const slip = await desk.slip(code)
    expect(await desk.redeem(chat, slip.toLowerCase().replaceAll('-', ' '))).toMatchObject({ fresh: true })
    expect(await desk.redeem(finder, slip)).toEqual(refused)
    const again = await desk.redeem(chat, slip)
    expect(shownCode(again)).toBe(code)
    expect(again).not.toHaveProperty('fresh')
    await desk.ask(chat, {
      kind: 'unfollow',
      follow: (again.kind === 'dossier' && again.dossier.follow?.id) || '',
    })
    expect(await desk.redeem(chat, slip)).toEqual(refused)
  })

  it('is one’s alone when two or ten redeem it at once', async () => {
    const code = await dossier()
    const slip = await desk.slip(code)
    const chats = await Promise.all(Array.from({ length: 10 }, (_, n) => desk.chat(`rival ${n}`)))
    // More than the pool has connections for at once: they meet in the database as well as before it.
    const answers = await Promise.all(chats.map((chat) => desk.redeem(chat, slip)))
    expect(answers.filter(({ kind }) => kind === 'dossier')).toHaveLength(1)
    const { rows } = await database.pool.query('select from dossier_follow where conversation_id = any($1)', [
      chats,
    ])
    expect(rows).toHaveLength(1)
  })

  it('opens the dossier to a family member by a second one', async () => {
    const code = await dossier()
    const [own, family] = [await desk.slip(code), await desk.slip(code)]
    expect(shownCode(await desk.redeem(await desk.chat('applicant'), own))).toBe(code)
    expect(shownCode(await desk.redeem(await desk.chat('daughter'), family))).toBe(code)
  })

  it('is over after thirty days of real time, whatever the clock of a rehearsal says', async () => {
    const slip = await desk.slip(await dossier())
    const { rows } = await database.pool.query<{ days: string }>(
      `select round(extract(epoch from expires_at - clock_timestamp()) / 86400)::text as days
       from dossier_slip order by expires_at desc limit 1`,
    )
    expect(rows).toEqual([{ days: '30' }])
    await database.pool.query(
      `update dossier_slip set expires_at = clock_timestamp() - interval '1 second' where used_at is null`,
    )
    expect(await desk.redeem(await desk.chat('late'), slip, { now: '2020-01-01T00:00:00Z' })).toEqual(refused)
  })

  it('is worthless once it is revoked, used or not, and whoever proved the dossier otherwise goes on', async () => {
    const code = await dossier()
    const [used, lost] = [await desk.slip(code), await desk.slip(code)]
    const [finder, owner] = [await desk.chat('quick finder'), await desk.chat('has digits')]
    await desk.redeem(finder, used)
    await desk.prove(owner, code)
    expect(await revokeSlips(database.pool, code, { now: noon })).toEqual({ slips: 1, follows: 1 })
    for (const slip of [used, lost]) expect(await desk.redeem(finder, slip)).toEqual(refused)
    expect(await desk.askFor(finder, code)).toEqual({ kind: 'dossier_unproved', code })
    expect(shownCode(await desk.askFor(owner, code))).toBe(code)
    expect(shownCode(await desk.redeem(finder, await desk.slip(code)))).toBe(code)
    expect(await revokeSlips(database.pool, 'H26.16-261118-9999', { now: noon })).toBeUndefined()
  })

  it('is revoked with all else that opened the dossier, when everybody is to be shut out', async () => {
    const code = await dossier()
    const chats = [await desk.chat('by slip'), await desk.chat('by digits'), await desk.chat('by phone')]
    const [bySlip = '', byDigits = '', byPhone = ''] = chats
    await desk.redeem(bySlip, await desk.slip(code))
    await desk.prove(byDigits, code)
    await desk.ask(byPhone, desk.phone())
    expect(await revokeSlips(database.pool, code, { now: noon, all: true })).toEqual({ slips: 0, follows: 3 })
    for (const chat of [bySlip, byDigits])
      expect(await desk.askFor(chat, code)).toEqual({ kind: 'dossier_unproved', code })
    for (const chat of chats)
      expect(await desk.ask(chat, { kind: 'my_dossiers' })).not.toMatchObject({ dossiers: [{ code }] })
  })

  it('is refused after five wrong ones, unless it is right', async () => {
    const code = await dossier()
    const guesser = await desk.chat('guesser')
    for (let n = 0; n < 5; n++)
      expect(await desk.redeem(guesser, `HS-AAAA-AAAA-AAA${n + 2}`)).toEqual(refused)
    expect(await desk.redeem(guesser, 'HS-AAAA-AAAA-AAAA')).toEqual({
      kind: 'slip_refused',
      reason: 'too_many_tries',
    })
    expect(shownCode(await desk.redeem(guesser, await desk.slip(code)))).toBe(code)
  })

  it('is limited by the way in too, which many chats may share', async () => {
    const refusals = []
    for (let n = 0; n < 25; n++)
      refusals.push(
        await desk.redeem(await desk.chat(`tab ${n}`), 'HS-AAAA-AAAA-AAAC', { limitKey: 'one address' }),
      )
    const tooMany = refusals.findIndex(
      (answer) => answer.kind === 'slip_refused' && answer.reason !== 'unknown',
    )
    expect(tooMany).toBe(20)
  })

  it('is not lost by codes of dossiers that were wrong', async () => {
    const chat = await desk.chat('mistypes codes')
    for (let n = 0; n < 10; n++) await desk.askFor(chat, `H26.16-261101-${1000 + n}`)
    expect(await desk.redeem(chat, 'HS-AAAA-AAAA-AAAA')).toEqual(refused)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openDesk, shownCode } from './support/open-desk.ts'

const numbers = { next: 1000 }
const newCode = () => `H26.16-261118-${numbers.next++}`

describe('whose dossier it is', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
  })
  afterAll(() => database.drop())

  const listed = async (chat: string) => {
    const answer = await desk.ask(chat, { kind: 'my_dossiers' })
    if (answer.kind !== 'my_dossiers') throw new Error('no list')
    return { codes: answer.dossiers.map(({ code }) => code), phone: answer.phone }
  }

  it('opens by code and digits, follows it, and stays open without them', async () => {
    const [code, chat] = [await desk.dossier({ code: newCode() }), await desk.chat('digits')]
    expect(await desk.askFor(chat, code)).toEqual({ kind: 'dossier_unproved', code })
    const opened = await desk.prove(chat, code)
    expect(opened).toMatchObject({
      kind: 'dossier',
      fresh: true,
      dossier: { code, applicant: 'N. V. A***', papers: ['Giấy chứng sinh'], follow: { tells: 'day' } },
    })
    const again = await desk.askFor(chat, code)
    expect(shownCode(again)).toBe(code)
    expect(again).not.toHaveProperty('fresh')
    expect((await listed(chat)).codes).toEqual([code])
  })

  it('opens by all digits right, and not by some of them', async () => {
    const code = await desk.dossier({ code: newCode(), phone: '0912345678', idLast4: '1234' })
    const chat = await desk.chat('some digits')
    for (const digits of ['1234 5679', '1235 5678', '5678 1234'])
      expect(await desk.prove(chat, code, digits)).toEqual({ kind: 'dossier_wrong', code })
    const other = await desk.dossier({ code: newCode(), phone: '0987654321', idLast4: '4321' })
    expect(await desk.prove(chat, other, '1234 5678')).toEqual({ kind: 'dossier_wrong', code: other })
  })

  it('opens by the slip alone where no phone is registered', async () => {
    const code = await desk.dossier({ code: newCode(), phone: '' })
    const chat = await desk.chat('no phone')
    expect(await desk.prove(chat, code, '1234 ')).toMatchObject({ kind: 'dossier_wrong' })
    expect(shownCode(await desk.redeem(chat, await desk.slip(code)))).toBe(code)
  })

  it('opens by a phone number that was shown to be theirs, what came before and what comes after', async () => {
    const chat = await desk.chat('phone')
    const number = '0900000010'
    const before = await desk.dossier({ code: newCode(), phone: number, updatedAt: '2026-11-19T00:00:00Z' })
    const old = await desk.dossier({
      code: newCode(),
      phone: number,
      status: 10,
      statusAt: '2026-10-01T00:00:00Z',
    })
    const foreign = await desk.dossier({ code: newCode(), phone: '0900000011' })
    const proved = await desk.ask(chat, desk.phone('+84 900 000 010'))
    expect(proved).toMatchObject({ kind: 'my_dossiers', phone: 'proved_now', dossiers: [{ code: before }] })
    const after = await desk.dossier({ code: newCode(), phone: number, updatedAt: '2026-11-20T00:00:00Z' })
    expect(await listed(chat)).toEqual({ codes: [after, before], phone: 'proved' })
    expect(await desk.askFor(chat, old)).toMatchObject({ kind: 'dossier', fresh: true })
    expect(await desk.askFor(chat, foreign)).toEqual({ kind: 'dossier_unproved', code: foreign })
  })

  it('stays given up until its person asks for it again', async () => {
    const chat = await desk.chat('gives up')
    const code = await desk.dossier({ code: newCode(), phone: '0900000020' })
    const proved = await desk.ask(chat, desk.phone('0900000020'))
    const follow = (proved.kind === 'my_dossiers' && proved.dossiers[0]?.follow?.id) || ''
    expect(await desk.ask(chat, { kind: 'set_telling', follow, tells: 'at_once' })).toEqual({
      kind: 'telling_set',
      code,
      tells: 'at_once',
    })
    expect(await desk.ask(chat, { kind: 'unfollow', follow })).toEqual({ kind: 'unfollowed', code })
    expect((await listed(chat)).codes).toEqual([])
    expect(await desk.ask(chat, { kind: 'followed_dossier', follow })).toEqual({ kind: 'follow_over' })
    expect(await desk.askFor(chat, code)).toMatchObject({
      fresh: true,
      dossier: { follow: { tells: 'day' } },
    })
    expect((await listed(chat)).codes).toEqual([code])
  })

  it('stays given up when a joined chat shows another number, and comes back with its own', async () => {
    const [one, two] = [await desk.chat('number one'), await desk.chat('number two')]
    await desk.join(one, two)
    const code = await desk.dossier({ code: newCode(), phone: '0900000021' })
    const proved = await desk.ask(one, desk.phone('0900000021'))
    const follow = (proved.kind === 'my_dossiers' && proved.dossiers[0]?.follow?.id) || ''
    await desk.ask(one, { kind: 'unfollow', follow })
    expect(await desk.ask(two, desk.phone('0900000022'))).toMatchObject({ dossiers: [] })
    expect(await desk.ask(one, desk.phone('0900000021'))).toMatchObject({ dossiers: [{ code }] })
  })

  it('is open in all chats of one person, and only while they are one person’s', async () => {
    const [phone, page, stranger] = [await desk.chat('one'), await desk.chat('two'), await desk.chat('three')]
    const [bySlip, byPhone] = [newCode(), newCode()]
    await desk.dossier({ code: bySlip })
    await desk.dossier({ code: byPhone, phone: '0900000030' })
    await desk.redeem(phone, await desk.slip(bySlip))
    await desk.ask(phone, desk.phone('0900000030'))
    expect(await desk.askFor(page, bySlip)).toMatchObject({ kind: 'dossier_unproved' })
    await desk.join(phone, page)
    for (const code of [bySlip, byPhone]) expect(shownCode(await desk.askFor(page, code))).toBe(code)
    // What comes up under the number is followed where the number was shown, also when it is asked for elsewhere.
    const later = await desk.dossier({ code: newCode(), phone: '0900000030' })
    expect(await desk.askFor(page, later)).toMatchObject({ fresh: true })
    expect((await listed(page)).codes.toSorted()).toEqual([bySlip, byPhone, later].toSorted())
    const shown = await desk.askFor(page, bySlip)
    const follow = (shown.kind === 'dossier' && shown.dossier.follow?.id) || ''
    expect(await desk.ask(page, { kind: 'set_telling', follow, tells: 'no' })).toMatchObject({ tells: 'no' })
    expect(await desk.ask(stranger, { kind: 'unfollow', follow })).toEqual({ kind: 'follow_over' })

    await desk.part(page)
    for (const code of [bySlip, byPhone, later])
      expect(await desk.askFor(page, code)).toEqual({ kind: 'dossier_unproved', code })
    expect((await listed(page)).codes).toEqual([])
    expect(shownCode(await desk.askFor(phone, later))).toBe(later)
  })

  it('is given up in all chats of the person at once', async () => {
    const [one, two] = [await desk.chat('both one'), await desk.chat('both two')]
    const code = await desk.dossier({ code: newCode() })
    await desk.redeem(one, await desk.slip(code))
    const second = await desk.redeem(two, await desk.slip(code))
    await desk.join(one, two)
    expect((await listed(one)).codes).toEqual([code])
    const follow = (second.kind === 'dossier' && second.dossier.follow?.id) || ''
    expect(await desk.ask(one, { kind: 'unfollow', follow })).toEqual({ kind: 'unfollowed', code })
    for (const chat of [one, two]) expect((await listed(chat)).codes).toEqual([])
  })

  it('is shown without names and papers on a discreet channel, to an official too', async () => {
    const code = await desk.dossier({ code: newCode() })
    const chat = await desk.chat('discreet', { channel: 'telegram' })
    const official = await desk.chat('discreet official', { channel: 'telegram' })
    await desk.official(official, {})
    const answers = [await desk.redeem(chat, await desk.slip(code)), await desk.askFor(official, code)]
    for (const answer of answers) {
      expect(answer).toMatchObject({ dossier: { code, status: 4, discreet: true } })
      expect(JSON.stringify(answer)).not.toMatch(/N\. V\.|Nguyễn|chứng sinh|thiếu|quầy|1\.001193/)
    }
  })

  it('is shown to officials of its unit with the name, followed by none of them', async () => {
    const code = await desk.dossier({ code: newCode(), unit: 'ba-dinh' })
    const sees = async (name: string, official: Parameters<typeof desk.official>[1]) => {
      const chat = await desk.chat(name)
      await desk.official(chat, official)
      return desk.askFor(chat, code)
    }
    for (const role of ['chair', 'secretary', 'official', 'operator'])
      expect(await sees(`ba-dinh ${role}`, { unit: 'ba-dinh', role })).toEqual({
        kind: 'dossier',
        dossier: expect.objectContaining({ code, applicant: 'Nguyễn Văn An' }),
      })
    expect(await sees('city', { unit: 'all' })).not.toHaveProperty('dossier.follow')
    for (const other of [
      { unit: 'hoan-kiem' },
      { unit: 'ba-dinh', left: true },
      { unit: 'ba-dinh', role: 'communicator' },
      { unit: 'all', role: 'head' },
    ])
      expect(await sees(`not ${Object.values(other).join()}`, other)).toEqual({
        kind: 'dossier_unproved',
        code,
      })
  })

  it('does not become an official’s chat’s by being joined with one', async () => {
    const code = await desk.dossier({ code: newCode() })
    const [office, home] = [await desk.chat('office'), await desk.chat('home')]
    await desk.official(office, {})
    await desk.join(office, home)
    expect(await desk.askFor(home, code)).toEqual({ kind: 'dossier_unproved', code })
  })

  it('is listed with what changed last first, twenty at most', async () => {
    const chat = await desk.chat('many')
    const codes = []
    for (let n = 10; n < 35; n++) {
      const day = String(n - 9).padStart(2, '0')
      codes.push(
        await desk.dossier({ code: newCode(), phone: '0900000040', updatedAt: `2026-11-${day}T00:00:00Z` }),
      )
    }
    const proved = await desk.ask(chat, desk.phone('0900000040'))
    const shown = proved.kind === 'my_dossiers' ? proved.dossiers.map(({ code }) => code) : []
    expect(shown).toEqual(codes.toReversed().slice(0, 20))
    // What is not in the list is open all the same.
    expect(shownCode(await desk.askFor(chat, codes[0] ?? ''))).toBe(codes[0])
  })

  it('goes on record each time, by whom and in which way', async () => {
    const code = await desk.dossier({ code: newCode() })
    const [chat, official] = [await desk.chat('recorded'), await desk.chat('recorded official')]
    await desk.official(official, {})
    const seen = (await desk.audit()).length
    await desk.askFor(chat, code)
    await desk.prove(chat, code, '0000 0000')
    await desk.prove(chat, code)
    await desk.askFor(chat, code)
    await desk.ask(chat, { kind: 'my_dossiers' })
    await desk.askFor(official, code)
    await desk.ask(official, { kind: 'my_dossiers' })
    const entries = (await desk.audit()).slice(seen)
    expect(entries.map(({ action, detail }) => [action, detail?.by])).toEqual([
      ['dossier.asked', undefined],
      ['dossier.refused', 'digits'],
      ['dossier.shown', 'digits'],
      ['dossier.shown', 'follow'],
      ['dossier.shown', 'list'],
      ['dossier.shown', 'official'],
      ['dossier.listed', undefined],
    ])
    const { rows } = await database.pool.query<{ pseudonym: string; official: string }>(
      `select (select pseudonym from conversation where id = $1) as pseudonym,
         (select official_id from official_chat where conversation_id = $2) as official`,
      [chat, official],
    )
    const actors = [`citizen:${rows[0]?.pseudonym}`, `official:${rows[0]?.official}`]
    expect(entries.map(({ actor }) => actors.indexOf(actor))).toEqual([0, 0, 0, 0, 0, 1, 1])
    expect(new Set(entries.slice(0, 6).map(({ subject }) => subject)).size).toBe(1)
  })
})

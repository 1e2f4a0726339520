import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashCode } from '../../knowledge/dossiers/access/dossier-hashes.ts'
import type { DossierUpdate } from '../../knowledge/dossiers/dossier.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../knowledge/dossiers/register/apply-updates.ts'
import { listDisagreements } from '../../knowledge/dossiers/register/list-disagreements.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { noon, openDesk, shownCode } from './support/open-desk.ts'

const wrong = '0900000001'
const right = '0900000066'
const { facts } = await loadDossierFacts()
const numbers = { next: 1000 }

describe('a dossier whose phone number was wrong', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
  })
  afterAll(() => database.drop())

  const say = (update: DossierUpdate, { source = 'test' } = {}) =>
    applyUpdates(database.pool, [update], { source, key: desk.key, facts, now: noon })
  /** What is still to be told of a dossier, and in which chats. */
  async function toldIn(code: string): Promise<string[]> {
    const { rows } = await database.pool.query<{ chat: string }>(
      `select c.chat from dossier_push p join dossier_follow f on f.id = p.follow_id
       join dossier d on d.id = f.dossier_id join conversation c on c.id = f.conversation_id
       where d.code = $1 and p.status in ('planned', 'handed') order by c.chat`,
      [code],
    )
    return rows.map(({ chat }) => chat)
  }

  it('is closed to whoever has that number, tells them nothing more, and is open to the right one', async () => {
    const code = await desk.dossier({ code: `H26.16-261118-${numbers.next++}`, phone: wrong })
    const [stranger, guesser] = [await desk.chat('stranger'), await desk.chat('knows digits')]
    const [family, owner] = [await desk.chat('family'), await desk.chat('owner')]
    await desk.redeem(family, await desk.slip(code))
    expect(await desk.ask(stranger, desk.phone(wrong))).toMatchObject({ dossiers: [{ code }] })
    expect(shownCode(await desk.prove(guesser, code, '1234 0001'))).toBe(code)
    await desk.ask(owner, desk.phone(right))
    await say({ code, status: 5, note: 'thiếu giấy' })
    expect(await toldIn(code)).toEqual(['family', 'knows digits', 'stranger'])

    await say({ code, status: 6, phone: right })
    for (const chat of [stranger, guesser])
      expect(await desk.askFor(chat, code)).toEqual({ kind: 'dossier_unproved', code })
    expect(await desk.ask(stranger, { kind: 'my_dossiers' })).toMatchObject({ dossiers: [] })
    expect(await toldIn(code)).toEqual(['family', 'owner'])
    await say({ code, status: 9 })
    expect(await toldIn(code)).toEqual(['family', 'owner'])
    expect(shownCode(await desk.askFor(owner, code))).toBe(code)
    expect(shownCode(await desk.askFor(family, code))).toBe(code)
  })

  it('is closed to them also when nothing else is new, and when they had come by a slip before', async () => {
    const code = await desk.dossier({ code: `H26.16-261118-${numbers.next++}`, phone: '0900000002' })
    const stranger = await desk.chat('had given it up')
    const shown = await desk.redeem(stranger, await desk.slip(code))
    const follow = (shown.kind === 'dossier' && shown.dossier.follow?.id) || ''
    await desk.ask(stranger, { kind: 'unfollow', follow })
    expect(await desk.ask(stranger, desk.phone('0900000002'))).toMatchObject({ dossiers: [{ code }] })
    await say({ code, status: 4, phone: right })
    expect(await desk.askFor(stranger, code)).toEqual({ kind: 'dossier_unproved', code })
  })

  it('goes on being told where the number is said again', async () => {
    const code = await desk.dossier({ code: `H26.16-261118-${numbers.next++}`, phone: '0900000003' })
    const [owner, digits] = [await desk.chat('has it'), await desk.chat('has its digits')]
    await desk.ask(owner, desk.phone('0900000003'))
    await desk.prove(digits, code, '1234 0003')
    await say({ code, status: 6, phone: '0900000003' })
    expect(await toldIn(code)).toEqual(['has it', 'has its digits'])
  })

  const contactDisagreements = async () =>
    (await listDisagreements(database.pool, { most: 100 })).filter(({ field }) => field === 'contact')

  const changesOnRecord = async (code: string) =>
    (await desk.audit()).filter(
      ({ action, subject }) => action === 'dossier.contact_changed' && subject === hashCode(desk.key, code),
    )

  it('is not taken over by another source, also not by its next word, until an official has entered it', async () => {
    const code = `H26.16-261118-${numbers.next++}`
    const owner = await desk.chat('named by the file')
    await desk.ask(owner, desk.phone('0900000004'))
    await say({ code, status: 2, phone: '0900000004' }, { source: 'file' })
    for (const status of [4, 6] as const) await say({ code, status, phone: right }, { source: 'one_stop' })
    expect(shownCode(await desk.askFor(owner, code))).toBe(code)
    expect(await contactDisagreements()).toEqual([
      expect.objectContaining({ ours: '04', ours_source: 'file', theirs: '66', theirs_source: 'one_stop' }),
    ])
    expect(await changesOnRecord(code)).toEqual([])

    await say({ code, status: 6, phone: right }, { source: 'official' })
    expect(await desk.askFor(owner, code)).toEqual({ kind: 'dossier_unproved', code })
    expect(await changesOnRecord(code)).toMatchObject([{ actor: 'source:official' }])
    await say({ code, status: 6, phone: right, note: 'x' }, { source: 'one_stop' })
    expect(await contactDisagreements()).toEqual([])
  })
})

import { createSecretKey } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashSlip } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { deriveKey } from '../../secret.ts'
import type { CommandContext } from '../command-context.ts'
import { giveSlip, revokeSlip } from './slip.ts'

const secret = Buffer.alloc(32, 1)
const code = 'H26.16-261118-0001'

describe('dossiers slip', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
    await database.pool.query(
      `insert into dossier (code, phone_hash, proof_hash, status, status_at, source, fingerprint, created_at, updated_at)
       select code, phone, proof, 4, now(), 'test', '', now(), now()
       from (values ($1, 'hash', 'hash'), ('H26.16-261118-0002', null, null)) v(code, phone, proof)`,
      [code],
    )
  })
  afterAll(() => database.drop())

  /** A command's context on this database, and what it printed. */
  function context() {
    const printed: { result?: unknown; said: string } = { said: '' }
    const made = {
      config: { publicUrl: 'https://motcua.example.vn', host: '127.0.0.1', port: 8080 },
      clock: { now: () => Temporal.Instant.from('2026-11-20T05:00:00Z') },
      withDatabase: (run: (open: { pool: TestDatabase['pool']; secret: Buffer }) => Promise<unknown>) =>
        run({ pool: database.pool, secret }),
      print: (result: unknown, said: string) => Object.assign(printed, { result, said }),
    } as unknown as CommandContext
    return { made, printed }
  }
  const stored = async (link: string) =>
    (
      await database.pool.query('select from dossier_slip where hash = $1', [
        hashSlip(createSecretKey(deriveKey(secret, 'dossiers')), link),
      ])
    ).rows.length

  it('gives a code, its address and a slip to print, and keeps its hash alone', async () => {
    const { made, printed } = context()
    await giveSlip(made, ' h26.16–261118–0001 ')
    const { link_code } = printed.result as { link_code: string }
    expect(printed.result).toEqual({
      code,
      link_code: expect.stringMatching(/^HS(-[A-Y2-9]{4}){3}$/),
      url: `https://motcua.example.vn/l/${link_code}`,
    })
    expect(printed.said).toContain(link_code)
    expect(printed.said).toContain('▄▄▄▄▄')
    expect(printed.said).toContain('sharing the phone number')
    expect(await stored(link_code)).toBe(1)
    const { rows } = await database.pool.query<{ all: string }>(
      'select json_agg(s)::text as all from dossier_slip s',
    )
    expect(rows[0]?.all).not.toContain(link_code.slice(3, 7))
  })

  it('says that nothing else opens a dossier without a phone number', async () => {
    const { made, printed } = context()
    await giveSlip(made, 'H26.16-261118-0002')
    expect(printed.said).toContain('only a slip opens the dossier')
  })

  it('makes lost ones worthless, and leaves a new one good', async () => {
    const { made, printed } = context()
    await giveSlip(made, code)
    const { link_code: lost } = printed.result as { link_code: string }
    await revokeSlip(made, code)
    expect(printed.result).toEqual({ code, revoked: 2, follows_ended: 0 })
    expect(await stored(lost)).toBe(0)
    await giveSlip(made, code)
    expect(await stored((printed.result as { link_code: string }).link_code)).toBe(1)
  })

  it('refuses what is no dossier of the register, without repeating it, and leaves nothing behind', async () => {
    const { made } = context()
    const slips = async () => (await database.pool.query('select from dossier_slip')).rows.length
    const before = await slips()
    for (const [typed, exit, why] of [
      ['H26.16-261118-7777', 1, 'no dossier of this code'],
      ['hello', 2, 'no dossier code'],
    ] as const)
      for (const command of [giveSlip, revokeSlip]) {
        const error = await command(made, typed).catch((thrown) => thrown)
        expect(error).toMatchObject({ exit, message: expect.stringContaining(why) })
        expect(error.message).not.toContain(typed)
      }
    expect(await slips()).toBe(before)
  })

  it('goes on record by the hash of the code', async () => {
    const { rows } = await database.pool.query<{ actor: string; action: string; subject: string }>(
      'select actor, action, subject from audit_entry order by id',
    )
    expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'operator slip.issued',
      'operator slip.issued',
      'operator slip.issued',
      'operator slip.revoked',
      'operator slip.issued',
    ])
    expect(rows[0]?.subject).toBe(rows[2]?.subject)
    expect(JSON.stringify(rows)).not.toContain('261118')
  })
})

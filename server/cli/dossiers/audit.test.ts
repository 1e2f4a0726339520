import { createSecretKey } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hashCode } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { appendAudit } from '../../../office/audit/append-audit.ts'
import { sealAudit } from '../../../office/audit/seal-audit.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { auditHeadFile } from '../../dossiers/audit-head-file.ts'
import { deriveKey } from '../../secret.ts'
import type { CommandContext } from '../command-context.ts'
import { exportAudit, verifyAudit } from './audit.ts'

const secret = Buffer.alloc(32, 1)
const keyOf = (purpose: string) => createSecretKey(deriveKey(secret, purpose))

describe('the commands of the audit', () => {
  let database: TestDatabase
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'audit-'))
    database = await createTestDatabase()
    for (const [n, code] of ['H26.16-261118-0001', 'H26.16-261118-0002'].entries())
      await appendAudit(database.pool, {
        at: `2026-11-${20 + n}T16:30:00Z`,
        actor: '=HYPERLINK("http://x")',
        action: 'dossier.asked',
        subject: hashCode(keyOf('dossiers'), code),
        detail: { channel: 'web' },
      })
    await sealAudit(database.pool, keyOf('audit'), auditHeadFile(dataDir, secret))
  })
  afterAll(async () => {
    await database.drop()
    await rm(dataDir, { recursive: true })
  })

  function context() {
    const printed: unknown[] = []
    const made = {
      config: { dataDir },
      clock: { now: () => Temporal.Instant.from('2026-12-20T05:00:00Z') },
      withDatabase: (run: (open: { pool: TestDatabase['pool']; secret: Buffer }) => Promise<unknown>) =>
        run({ pool: database.pool, secret }),
      print: (result: unknown, said: string) => void printed.push(result, said),
    } as unknown as CommandContext
    return { made, printed }
  }
  async function written(options: Parameters<typeof exportAudit>[1]): Promise<string> {
    let text = ''
    const stdout = new Writable({
      write(chunk, _, done) {
        text += chunk
        done()
      },
    })
    const spy = vi.spyOn(process, 'stdout', 'get').mockReturnValue(stdout as unknown as typeof process.stdout)
    await exportAudit(context().made, options)
    spy.mockRestore()
    return text
  }

  it('hand it out as JSON lines, by days in Hanoi and by dossier', async () => {
    const lines = (await written({ to: '2026-11-21' }))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    // 16:30 UTC is still the same day in Hanoi.
    expect(lines.map(({ seq }) => seq)).toEqual(['1', '2'])
    expect((await written({ from: '2026-11-21', to: '2026-11-21' })).trim().split('\n')).toHaveLength(1)
    const ofOne = await written({ dossier: 'h26.16 261118 0002' })
    expect(ofOne).toContain('"seq":"2"')
    expect(ofOne).not.toContain('"seq":"1"')
  })

  it('hand it out as CSV without formulas, and refuse a time that is none', async () => {
    const csv = await written({ csv: true, to: '2026-11-21' })
    expect(csv.split('\r\n')[0]).toBe('seq,at,actor,action,subject,detail')
    expect(csv).toContain(`,"'=HYPERLINK(""http://x"")",dossier.asked,`)
    await expect(exportAudit(context().made, { from: '31/02/2026' })).rejects.toMatchObject({ exit: 2 })
    await expect(exportAudit(context().made, { dossier: 'x' })).rejects.toMatchObject({ exit: 2 })
  })

  it('say that it is whole, and fail where it is not, naming the place', async () => {
    const { made, printed } = context()
    await verifyAudit(made, {})
    expect(printed[0]).toMatchObject({ ok: true, sealed: 2, faults: [], head: { seq: 2 } })
    await database.pool.query('alter table audit_entry disable trigger all')
    await database.pool.query(`update audit_entry set action = 'x' where seq = 2`)
    await expect(verifyAudit(made, {})).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining('entry 2'),
    })
    expect(printed.at(-2)).toMatchObject({ ok: false, faults: [{ seq: 2, what: 'changed' }] })
  })

  it('tell a log that was put back, by the end in DATA_DIR or by one that was noted', async () => {
    const { made, printed } = context()
    await database.pool.query('alter table audit_entry disable trigger all')
    await database.pool.query('delete from audit_entry')
    await database.pool.query(`delete from setting where key = 'audit.head'`)
    await expect(verifyAudit(made, {})).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining('entry 1'),
    })
    expect(printed.at(-2)).toMatchObject({ ok: false, faults: [{ seq: 1, what: 'cut' }] })

    await rm(join(dataDir, 'audit-head'))
    await verifyAudit(made, {})
    const head = `2:${'x'.repeat(43)}`
    await expect(verifyAudit(made, { head })).rejects.toMatchObject({ exit: 1 })
    await expect(verifyAudit(made, { head: '2' })).rejects.toMatchObject({ exit: 2 })
  })
})

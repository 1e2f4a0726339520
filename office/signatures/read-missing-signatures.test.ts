import { beforeAll, describe, expect, it } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { makeParty, signPdf } from '../../test/support/signed-pdf.ts'
import { readMissingSignatures } from './read-missing-signatures.ts'
import { readSignatures } from './read-signatures.ts'

const now = '2026-11-21T03:00:00Z'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

describe('attached PDFs in which nobody has looked yet', () => {
  it('are read once, whether they are signed or not', async () => {
    const rows = announcementRows(database.pool, now)
    const announcement = await rows.announcement(await rows.official(), { state: 'draft' })
    const office = await makeParty({ name: 'UBND phường' })
    const files: [string, Uint8Array | null][] = [
      ['application/pdf', await signPdf(office, { at: now })],
      ['application/pdf', Buffer.from('%PDF-1.7\n%%EOF')],
      ['image/png', Buffer.from('/ByteRange')],
      ['application/pdf', null],
    ]
    for (const [type, bytes] of files)
      await database.pool.query(
        `insert into announcement_file (announcement_id, name, type, size, bytes, added_at)
         values ($1, 'a', $2, 1, $3, $4)`,
        [announcement, type, bytes, now],
      )
    const read = (bytes: Uint8Array) => readSignatures(bytes, [office.root])
    expect(await readMissingSignatures(database.pool, read, '999')).toBe(0)
    expect(await readMissingSignatures(database.pool, read, announcement)).toBe(2)
    expect(await readMissingSignatures(database.pool, read)).toBe(0)
    const kept = await database.pool.query('select signatures from announcement_file order by id')
    expect(kept.rows.map(({ signatures }) => signatures)).toEqual([
      [{ signer: 'UBND phường', issuer: 'UBND phường', at: '2026-11-21T03:00:00.000Z', verdict: 'valid' }],
      [],
      null,
      null,
    ])
  })
})

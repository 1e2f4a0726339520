import { createSecretKey } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { applyUpdates } from './apply-updates.ts'

const { facts } = await loadDossierFacts()
const key = createSecretKey(Buffer.alloc(32, 5))

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

/** Has as many transactions that enter a dossier roll back as are wanted. */
async function failFirst(times: number, sqlState: string): Promise<void> {
  // What a sequence has counted is not rolled back.
  await database.pool.query('create sequence failed')
  await database.pool.query(
    `create function fail() returns trigger language plpgsql as $$ begin
       if nextval('app.failed') <= ${times} then raise exception 'no' using errcode = '${sqlState}'; end if;
       return new;
     end $$`,
  )
  await database.pool.query(
    'create trigger fail before insert on dossier for each row execute function fail()',
  )
}
const apply = () =>
  applyUpdates(database.pool, [{ code: 'H26.16.05-261120-0042', status: 4 }], {
    source: 'file',
    key,
    facts,
    now: '2026-11-23T02:00:00.000Z',
  })

it.each(['40P01', '40001'])(
  'a batch that was rolled back for another (%s) is done once more',
  async (state) => {
    await failFirst(1, state)
    expect(await apply()).toEqual({ inserted: 1, updated: 0, unchanged: 0 })
  },
)

it('one that is again, or for any other reason, is not', async () => {
  await failFirst(2, '40P01')
  await expect(apply()).rejects.toMatchObject({ code: '40P01' })
  await database.pool.query('drop function fail() cascade')
  await database.pool.query('drop sequence failed')
  await failFirst(1, '22000')
  await expect(apply()).rejects.toMatchObject({ code: '22000' })
  expect(await apply()).toMatchObject({ inserted: 1 })
})

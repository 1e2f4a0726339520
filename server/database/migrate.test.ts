import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { createLog } from '../log.ts'
import { connect } from './connect.ts'
import { migrate, migrationNames } from './migrate.ts'

const log = createLog('silent')
let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

describe('migrate', () => {
  it('is done once by however many start at once', async () => {
    await sql`drop schema app cascade`.execute(database.db)
    const start = async () => {
      const { db, close } = connect(database.connection, log)
      await migrate(database.connection, db, log).finally(close)
    }
    await Promise.all([start(), start(), start(), start()])
    const { rows } = await sql<{ name: string }>`select name from app.kysely_migration order by name`.execute(
      database.db,
    )
    expect(rows.map((row) => row.name)).toEqual(await migrationNames())
    expect(await database.db.selectFrom('conversation').selectAll().execute()).toEqual([])
  })

  it('refuses a database that a newer release has used, and changes nothing', async () => {
    await sql`insert into app.kysely_migration values ('9999-later', 'now')`.execute(database.db)
    await expect(migrate(database.connection, database.db, log)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/newer release \(it has 9999-later\)/),
    })
  })
})

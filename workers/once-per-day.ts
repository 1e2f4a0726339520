import { type Kysely, sql } from 'kysely'
import { hanoiDay } from '../knowledge/calendar/hanoi-day.ts'
import type { Clock } from '../server/clock.ts'
import type { Database } from '../server/database/schema.ts'

/**
 * Runs something once a day of Hanoi, whatever the number of processes. The day is noted after it has
 * succeeded, so a failure or a crash leaves it to the next try, by anyone.
 * @param name names the note among the settings: `done_on.<name>`
 * @returns whether it was run now
 */
export async function oncePerDay(options: {
  db: Kysely<Database>
  clock: Clock
  name: string
  run: () => Promise<unknown>
}): Promise<boolean> {
  const { db, clock, name, run } = options
  const key = `done_on.${name}`
  const today = hanoiDay(clock.now()).toString()
  return db.transaction().execute(async (trx) => {
    // The lock goes with the transaction, so a process that dies leaves nothing behind.
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext(${key})) as mine`.execute(trx)
    if (!rows[0]?.mine) return false
    const done = await trx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
    if (done?.value === today) return false
    await run()
    await trx
      .insertInto('setting')
      .values({ key, value: today })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: today }))
      .execute()
    return true
  })
}

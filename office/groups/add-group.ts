import type { Kysely } from 'kysely'
import type { Database } from '../../server/database/schema.ts'
import { AppError } from '../../server/errors.ts'

export interface NewGroup {
  /** A slug. */
  unit: string
  /** "Tổ dân phố 7", "Thôn Đoài". */
  name: string
  /** The id of the official who heads it. */
  head?: string
}

/**
 * Enters a neighbourhood group, with the code its citizens join by; that one is public and does not end.
 * @param now ISO instant by the injected clock
 * @throws AppError when the unit has a group of this name, or the head is no official
 */
export async function addGroup(
  db: Kysely<Database>,
  { unit, name, head }: NewGroup,
  { now, joinCode }: { now: string; joinCode: string },
): Promise<{ id: string; join_code: string }> {
  if (head !== undefined) await checkHead(db, head)
  const added = await db
    .insertInto('neighbourhood_group')
    .values({ unit, name, head: head ?? null, join_code: joinCode, created_at: now })
    .onConflict((conflict) => conflict.columns(['unit', 'name']).doNothing())
    .returning(['id', 'join_code'])
    .executeTakeFirst()
  if (!added) throw new AppError('conflict', `${unit} has a group “${name}” already: groups list shows it`)
  return added
}

async function checkHead(db: Kysely<Database>, head: string): Promise<void> {
  const found = /^\d{1,18}$/.test(head)
    ? await db
        .selectFrom('official')
        .select('id')
        .where('id', '=', head)
        .where('left_at', 'is', null)
        .executeTakeFirst()
    : undefined
  if (!found) throw new AppError('not_found', `no official has the id ${head}: officials list shows them`)
}

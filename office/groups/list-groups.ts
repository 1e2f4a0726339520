import type { Kysely } from 'kysely'
import type { Database } from '../../server/database/schema.ts'

export interface ListedGroup {
  id: string
  unit: string
  name: string
  join_code: string
  head: string | null
}

/** The neighbourhood groups, by unit and name. */
export async function listGroups(db: Kysely<Database>): Promise<ListedGroup[]> {
  return db
    .selectFrom('neighbourhood_group')
    .select(['id', 'unit', 'name', 'join_code', 'head'])
    .orderBy('unit')
    .orderBy('name')
    .execute()
}

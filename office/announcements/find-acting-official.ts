import type { OfficialRole } from '../../server/database/schema.ts'
import type { ActingOfficial } from './acting-official.ts'
import type { Office } from './office.ts'
import { reachOf } from './reach-of.ts'

const find = 'select id::text, name, unit, role from official where id = $1 and left_at is null'

/** An official who is in office, and whom they may address. @param id as text */
export async function findActingOfficial(office: Office, id: string): Promise<ActingOfficial | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  const { rows } = await office.sql.query<{ id: string; name: string; unit: string; role: OfficialRole }>({
    text: find,
    values: [id],
  })
  const [official] = rows
  return official && { ...official, reach: await reachOf(office, official) }
}

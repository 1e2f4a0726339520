import type { AnnouncementView } from '../../knowledge/announcements/announcement.ts'
import { actsOf } from './acts-of.ts'
import { findActingOfficial } from './find-acting-official.ts'
import type { Office } from './office.ts'

const findApprovers = `
  select id::text, unit from official where role = 'approver' and left_at is null and unit = any($1::text[]) order by official.id`

/** Ids of those who may approve an announcement: of its own unit, or where there is nobody, of the city. */
export async function approversOf(office: Office, view: AnnouncementView): Promise<string[]> {
  const { rows } = await office.sql.query<{ id: string; unit: string }>({
    text: findApprovers,
    values: [[view.content.unit, 'all']],
  })
  const may: { id: string; unit: string }[] = []
  for (const { id, unit } of rows) {
    const official = await findActingOfficial(office, id)
    if (official && actsOf(view, official, office.now).includes('approve')) may.push({ id, unit })
  }
  const own = may.filter(({ unit }) => unit === view.content.unit)
  return (own.length > 0 ? own : may).map(({ id }) => id)
}

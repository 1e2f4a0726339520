import type { Sql } from '../../server/database/sql.ts'

// A correction begins without the files of the wrong one: what it has is compared, not what it lacks.
const compare = `
  select exists (
    select from announcement correction join announcement wrong on wrong.id = correction.corrects
    where correction.id = $1
      and (correction.title, correction.text) = (wrong.title, wrong.text)
      and (correction.link, correction.event, correction.poll)
        is not distinct from (wrong.link, wrong.event, wrong.poll)
      and not exists (
        select from announcement_file added
        where added.announcement_id = correction.id and not exists (
          select from announcement_file old
          where old.announcement_id = wrong.id and (old.name, old.size) = (added.name, added.size)
            and old.sha256 is not distinct from added.sha256
        )
      )
  ) as unchanged`

/** Whether it is a correction that says nothing else than the announcement that it corrects. */
export async function isUnchanged(
  sql: Sql,
  { id, corrects }: { id: string; corrects: string | null },
): Promise<boolean> {
  if (corrects === null) return false
  const { rows } = await sql.query<{ unchanged: boolean }>({ text: compare, values: [id] })
  return rows[0]?.unchanged ?? false
}

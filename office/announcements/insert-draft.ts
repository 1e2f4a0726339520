import { countRecipients } from './count-recipients.ts'
import type { Draft } from './draft.ts'
import { draftColumns, draftValues } from './draft-values.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'

const insert = `
  insert into announcement (state, unit, author, corrects, recipients, created_at, updated_at, ${draftColumns})
  values ('draft', $1, $2::bigint, $3::bigint, $4, $5::timestamptz, $5::timestamptz,
    $6, $7, $8, $9::jsonb, $10, $11, $12::timestamptz, $13::timestamptz, $14::jsonb, $15::jsonb, $16::jsonb)
  returning id::text`

/** @returns the id of the new announcement, which is on record as created */
export async function insertDraft(
  office: Office,
  { draft, unit, corrects }: { draft: Draft; unit: string; corrects: string | null },
  by: string,
): Promise<string> {
  const recipients = await countRecipients(office, { ...draft, corrects })
  const { rows } = await office.sql.query<{ id: string }>({
    text: insert,
    values: [unit, by, corrects, recipients, office.now, ...draftValues(draft)],
  })
  const [inserted] = rows
  if (!inserted) throw new Error('An announcement was not written')
  await recordAct(office, {
    id: inserted.id,
    by,
    act: 'created',
    ...(corrects === null ? {} : { detail: { corrects } }),
  })
  return inserted.id
}

import type { Proof } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierScope } from './dossier-scope.ts'
import type { Follow } from './show-dossier.ts'

// One that had ended begins anew; one that goes on stays as the person has set it.
const follow = `
  insert into dossier_follow as f (conversation_id, dossier_id, proved_by, tells, followed_at)
  values ($1, $2, $3, 'day', $4)
  on conflict (conversation_id, dossier_id) do update set
    proved_by = excluded.proved_by, ended_at = null, notice_at = default,
    tells = case when f.ended_at is null then f.tells else excluded.tells end
  returning id::text, tells`

/** From now on this conversation follows a dossier that was proved in it. */
export async function followDossier(
  { sql, conversation, now }: DossierScope,
  dossierId: string,
  proof: Exclude<Proof, 'phone'>,
): Promise<Follow> {
  const { rows } = await sql.query<Follow>({
    text: follow,
    values: [conversation.id, dossierId, proof, now],
  })
  const [made] = rows
  if (!made) throw new Error('An insert returned nothing')
  return made
}

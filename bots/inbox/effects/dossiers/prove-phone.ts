import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import type { DossierScope } from './dossier-scope.ts'
import { followByPhone } from './follow-by-phone.ts'
import { listDossiers } from './list-dossiers.ts'
import { recordLook } from './record-look.ts'

const keep = `
  insert into proven_phone (conversation_id, phone_hash, phone_last2, proven_at) values ($1, $2, $3, $4)
  on conflict (conversation_id) do update set
    phone_hash = excluded.phone_hash, phone_last2 = excluded.phone_last2, proven_at = excluded.proven_at`

/** Keeps that a phone number is this person's, and follows what was handed in under it, unless that is long over. */
export async function provePhone(
  scope: DossierScope,
  { phone }: Extract<DossierAsk, { kind: 'prove_phone' }>,
): Promise<DossierAnswer> {
  const { sql, conversation, now, asker } = scope
  await sql.query({ text: keep, values: [conversation.id, phone.hash, phone.last2, now] })
  await recordLook(scope, { action: 'phone.proved' })
  await followByPhone(scope, 'all')
  const phones = [...new Set([...asker.phones, phone.hash])]
  return listDossiers({ ...scope, asker: { ...asker, phones } }, 'proved_now')
}

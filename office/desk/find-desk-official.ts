import type { LockedConversation } from '../../bots/inbox/claim-conversations.ts'
import type { ActingOfficial } from '../announcements/acting-official.ts'
import { findActingOfficial } from '../announcements/find-acting-official.ts'
import type { Office } from '../announcements/office.ts'
import { writerRoles } from '../announcements/writer-roles.ts'

const find = 'select official_id::text as id from official_chat where conversation_id = $1'

/**
 * Whose desk a private chat is: an official's who is in office at this moment and may write or approve announcements.
 * @returns undefined for everybody else, and in every group
 */
export async function findDeskOfficial(
  office: Office,
  { id, is_group }: Pick<LockedConversation, 'id' | 'is_group'>,
): Promise<ActingOfficial | undefined> {
  if (is_group) return undefined
  const { rows } = await office.sql.query<{ id: string }>({ text: find, values: [id] })
  const [linked] = rows
  const official = linked && (await findActingOfficial(office, linked.id))
  return official && writerRoles.includes(official.role) ? official : undefined
}

import type { OfficialRole } from '../../../server/database/schema.ts'

/** Who sits at a desk, or answers for one: they may look up dossiers of their unit, by command and in their chats. */
export const deskRoles: readonly OfficialRole[] = ['chair', 'secretary', 'official', 'operator']

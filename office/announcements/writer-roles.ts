import type { OfficialRole } from '../../server/database/schema.ts'

/** Who writes announcements; a head for the neighbourhood groups they head. */
export const writerRoles: readonly OfficialRole[] = ['communicator', 'approver', 'head']

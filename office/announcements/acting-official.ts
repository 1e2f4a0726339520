import type { Reach } from '../../bots/dialogue/event.ts'
import type { OfficialRole } from '../../server/database/schema.ts'

/** Somebody in office who acts, with whom they may address. */
export interface ActingOfficial {
  id: string
  name: string
  /** A slug, or `all` for the city. */
  unit: string
  role: OfficialRole
  reach: Reach
}

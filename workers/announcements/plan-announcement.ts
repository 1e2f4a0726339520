import type { Pool } from 'pg'
import type { Planning } from './plan-page.ts'
import { planPagePatiently } from './plan-page-patiently.ts'

/**
 * Plans who gets an announcement that was approved, to the end, in memory that does not grow with their number; goes on
 * where it was left, and beside others that do the same. One that is stopped, changed or planned already is left as it
 * is, and so is a correction as long as what it corrects is on its way. When it is done, `announcements` is notified.
 * @throws when the database is away; what is planned until then stays
 */
export async function planAnnouncement(pool: Pool, id: string, planning: Planning): Promise<void> {
  while ((await planPagePatiently(pool, id, planning)) === 'more');
}

import type { AnnouncementView, Refusal } from '../../knowledge/announcements/announcement.ts'
import { showAnnouncement } from '../announcements/show-announcement.ts'
import type { DeskScope } from './desk-scope.ts'

/**
 * An announcement that this official may look at: of their unit, or of any where they are of the city. A head of
 * neighbourhood groups sees their own only.
 */
export async function findOnDesk(
  { office, official }: Pick<DeskScope, 'office' | 'official'>,
  id: string,
): Promise<{ view: AnnouncementView } | { refusal: Refusal }> {
  const view = await showAnnouncement(office, id)
  if (!view) return { refusal: { why: 'not_found' } }
  const isOwn = view.author.id === official.id
  const isOfUnit = official.unit === 'all' || view.content.unit === official.unit
  if (isOwn || (isOfUnit && official.role !== 'head')) return { view }
  return { refusal: { why: 'other_unit', values: { unit: official.unit } } }
}

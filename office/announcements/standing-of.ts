import type { AnnouncementView } from '../../knowledge/announcements/announcement.ts'
import type { Standing } from './judge-act.ts'

/** How an announcement that is looked at stands. */
export function standingOf(view: AnnouncementView): Standing {
  const { state, pause = null, content, author, audience, submitted, counts, history, editors = [] } = view
  return {
    state,
    pause,
    unit: content.unit,
    writers: [author.id, ...editors],
    audience,
    submitted,
    begun: counts.sent + counts.failed + counts.unknown > 0,
    recalled: history.some(({ act }) => act === 'recalled'),
  }
}

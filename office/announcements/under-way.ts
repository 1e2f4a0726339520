import type { AnnouncementState } from '../../knowledge/announcements/announcement.ts'

/** It is approved, and something may still go out. */
export const underWay: readonly AnnouncementState[] = ['scheduled', 'waiting', 'sending', 'paused']

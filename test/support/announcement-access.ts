import type { AnnouncementAccess } from '../../bots/inbox/effects/effect-scope.ts'

/** For tests that have nothing to do with announcements, or bring their own parts of it. */
export const testAnnouncementAccess: AnnouncementAccess = {
  topics: () => ({ all: ['chung', 'y-te'], first: 'chung' }),
  desk: async () => ({ kind: 'no_desk' }),
}

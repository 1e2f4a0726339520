import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Draft } from './draft.ts'

/** What a draft begins as. */
export function emptyDraft({ default_topic: topic }: Pick<AnnouncementFacts, 'default_topic'>): Draft {
  return {
    title: '',
    text: '',
    topic,
    audience: {},
    at: null,
    expiresAt: null,
    urgent: null,
    canary: true,
    link: null,
    event: null,
    poll: null,
  }
}

import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'

/** How many of so many recipients get it first: a share of all, and nobody where there are too few for a canary. */
export function sizeCanary(recipients: number, facts: AnnouncementFacts['canary']): number {
  return recipients < facts.from ? 0 : Math.max(facts.least, Math.ceil(recipients * facts.share))
}

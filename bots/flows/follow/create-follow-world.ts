import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { FollowWorld } from './follow-world.ts'

/** What can be followed, from the data. */
export function createFollowWorld({ topics }: AnnouncementFacts, units: Units): FollowWorld {
  return {
    topics,
    isUnit: (slug) => slug === 'all' || units.find(slug) !== undefined,
    findUnit(named) {
      const found = units.search(named)
      return found.kind === 'one' ? found.unit.slug : undefined
    },
  }
}

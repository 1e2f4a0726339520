import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { FollowWorld } from './follow-world.ts'

/** What can be followed, from the data. */
export function createFollowWorld({ topics, urgent }: AnnouncementFacts, units: Units): FollowWorld {
  return {
    topics,
    urgent: urgent.flatMap(({ topic }) => topic ?? []),
    isUnit: (slug) => slug === 'all' || units.find(slug) !== undefined,
    findUnit(named) {
      // A district of before may have had its name; whose news there is to follow is a unit of today.
      const [own, other] = units.all.filter(({ name }) => fold(name) === fold(named))
      if (own && !other) return own.slug
      const found = units.search(named)
      return found.kind === 'one' ? found.unit.slug : undefined
    },
  }
}

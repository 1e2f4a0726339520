import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'

/** How many recipients there are by each of the channel accounts. */
export type ByAccount = ReadonlyMap<string, number>

/**
 * How many of each channel account get it first: a share of all, spread as all are, and at least one of each.
 * @returns empty when there are too few recipients for a canary
 */
export function shareCanary(recipients: ByAccount, facts: AnnouncementFacts['canary']): Map<string, number> {
  const total = [...recipients.values()].reduce((sum, count) => sum + count, 0)
  if (total < facts.from) return new Map()
  const size = Math.max(facts.least, Math.ceil(total * facts.share))
  const exact = [...recipients].map(([account, count]) => ({ account, count, part: (size * count) / total }))
  const shares = new Map(exact.map(({ account, part }) => [account, Math.max(1, Math.floor(part))]))
  // What rounding has left over goes to those it took most from.
  let left = size - [...shares.values()].reduce((sum, share) => sum + share, 0)
  for (const { account, count } of exact.toSorted((a, b) => (b.part % 1) - (a.part % 1))) {
    const share = shares.get(account) ?? 0
    if (left <= 0 || share >= count) continue
    shares.set(account, share + 1)
    left--
  }
  return shares
}

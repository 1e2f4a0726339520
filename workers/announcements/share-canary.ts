/** How many recipients there are by each of the channel accounts. */
export type ByAccount = ReadonlyMap<string, number>

/**
 * How many of each channel account get it first: so many of all, spread as all are, and at least one of each.
 * @param size at most as many as there are
 */
export function shareCanary(recipients: ByAccount, size: number): Map<string, number> {
  if (size === 0) return new Map()
  const total = [...recipients.values()].reduce((sum, count) => sum + count, 0)
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

/**
 * Whether what was held of an announcement `a` may be told now, as SQL.
 * @param now an instant by the injected clock, as it stands in the statement
 */
export function isInDigest(now: string): string {
  return `a.state in ('sending', 'waiting') and (a.expires_at is null or a.expires_at > ${now})`
}

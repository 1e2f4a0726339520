import type { X509Certificate } from 'node:crypto'

/** No chain of a public authority is longer. */
const longest = 6
/** Signatures of certificates checked for one chain, whatever is put before us. */
const mostChecks = 60

/**
 * Whether a certificate leads to one of the roots, each one valid at that time and entitled to issue the one below.
 * Whether one of them was revoked is not known here: nobody is asked.
 * @param between certificates that came along
 * @param at ISO instant
 */
export function leadsToRoot(
  certificate: X509Certificate,
  {
    between,
    roots,
    at,
  }: { between: readonly X509Certificate[]; roots: readonly X509Certificate[]; at: string },
): boolean {
  const time = Date.parse(at)
  const isValid = (one: X509Certificate) =>
    Date.parse(one.validFrom) <= time && time <= Date.parse(one.validTo)
  const budget = { checks: mostChecks }
  const issued = (issuer: X509Certificate, below: X509Certificate) => {
    if (!below.checkIssued(issuer) || budget.checks-- <= 0) return false
    return below.verify(issuer.publicKey)
  }
  const isRoot = (one: X509Certificate) => roots.some((root) => root.raw.equals(one.raw))

  function leads(one: X509Certificate, depth: number): boolean {
    if (depth > longest || !isValid(one)) return false
    if (isRoot(one)) return true
    const above = (issuers: readonly X509Certificate[]) =>
      issuers.filter((issuer) => issuer.ca && !issuer.raw.equals(one.raw) && issued(issuer, one))
    return above(roots).some(isValid) || above(between).some((issuer) => leads(issuer, depth + 1))
  }
  return leads(certificate, 0)
}

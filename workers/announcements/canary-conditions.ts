/** Who of a canary was tried, and who of those failed, over rows `r` of its recipients. Whoever blocked us did not fail. */
export const tried = `(r.status in ('sent', 'failed') or (r.status = 'planned' and r.reason = 'unknown_outcome'))`
export const failed = `((r.status = 'failed' and r.reason <> 'recipient_blocked')
  or (r.status = 'planned' and r.reason = 'unknown_outcome'))`

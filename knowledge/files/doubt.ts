/** Something in the facts that nobody has verified, or that was to be looked at again. */
export interface Doubt {
  /** `amounts`: a fee, a time or a deadline; `overdue`: past the day it was to be checked again. */
  kind: 'amounts' | 'papers' | 'facts' | 'referrals' | 'overdue'
  /** The file that says it, by its path. */
  file: string
  /** From 1. */
  line: number
  what: string
}

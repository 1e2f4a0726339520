/**
 * First halves of the two-part advisory locks, so that no two uses are in each other's way; what the second half is
 * stands beside each. Older releases hold the same, so a number never changes.
 */
export const lockNumbers = {
  /** 1: uses the embedded server; 2: changes tables. */
  server: 1836020597,
  /** The number of a living process. */
  process: 1836020598,
  /** Takes in from an account: a hash of its name. */
  intake: 1836020599,
  /** 0: changes who belongs to whom. */
  people: 1836020600,
  /** 0: puts the audit log into its chain. */
  audit: 1836020601,
  /** Work that one process at a time does: a hash of its name. */
  sole: 1836020602,
  /** 0: counts what people have got today. */
  dailyCap: 1836020603,
} as const

/** One who could use slots. */
export interface Claimant {
  process: string
  wants: number
}

/**
 * Divides slots among those who could use them: nobody gets more than they want, and who gets less than that gets as
 * much as anybody else. Everybody comes to the same division from the same figures.
 * @returns how many `process` may hold
 */
export function shareSlots(slots: number, claimants: readonly Claimant[], process: string): number {
  const inOrder = claimants.toSorted((a, b) => a.wants - b.wants || (a.process < b.process ? -1 : 1))
  let left = Math.max(0, slots)
  for (const [at, claimant] of inOrder.entries()) {
    const share = Math.min(claimant.wants, Math.floor(left / (inOrder.length - at)))
    if (claimant.process === process) return share
    left -= share
  }
  return 0
}

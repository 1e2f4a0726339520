/**
 * Splits what is said into rounds in which each code comes once at most, in the order it was said: of one code in one
 * go the register keeps the last alone, and the steps before it would be lost.
 */
export function inRounds<T extends { code: string }>(said: readonly T[]): T[][] {
  const rounds: T[][] = []
  const seen = new Map<string, number>()
  for (const one of said) {
    const round = seen.get(one.code) ?? 0
    seen.set(one.code, round + 1)
    rounds[round] ??= []
    rounds[round].push(one)
  }
  return rounds
}

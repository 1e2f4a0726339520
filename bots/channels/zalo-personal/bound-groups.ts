/** How long an answer holds, in ms. */
const goodFor = 60_000
const mostKept = 1_000

/**
 * Whether groups are bound, asked of the database once a minute each.
 * @param ask rejects when that cannot be had, and so does the answer
 */
export function createBoundGroups(
  ask: (chat: string) => Promise<boolean>,
): (chat: string) => Promise<boolean> {
  const kept = new Map<string, { bound: boolean; at: number }>()
  return async (chat) => {
    const known = kept.get(chat)
    if (known && performance.now() - known.at < goodFor) return known.bound
    const bound = await ask(chat)
    if (kept.size >= mostKept) kept.clear()
    kept.set(chat, { bound, at: performance.now() })
    return bound
  }
}

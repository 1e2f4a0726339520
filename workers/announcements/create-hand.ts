/** The recipients that this process has in hand, by the ids of their rows. */
export interface Hand {
  readonly size: number
  has(id: string): boolean
  /** How many there are of an announcement. */
  countOf(announcement: string): number
  /** Takes what a claim brings; as long as it is under way, what it has taken may not be in hand yet. */
  claim<Claimed extends { recipients: readonly { id: string }[] }>(
    announcement: string,
    claiming: () => Promise<Claimed>,
  ): Promise<Claimed>
  isClaimingSince(moment: number): boolean
  letGo(id: string): void
}

export function createHand(): Hand {
  const held = new Map<string, string>()
  const claims = new Map<symbol, number>()

  return {
    get size() {
      return held.size
    },
    has: (id) => held.has(id),
    countOf: (announcement) => [...held.values()].filter((one) => one === announcement).length,
    async claim(announcement, claiming) {
      const key = Symbol('claim')
      claims.set(key, performance.now())
      try {
        const claimed = await claiming()
        for (const { id } of claimed.recipients) held.set(id, announcement)
        return claimed
      } finally {
        claims.delete(key)
      }
    },
    isClaimingSince: (moment) => [...claims.values()].some((begun) => begun < moment),
    letGo: (id) => void held.delete(id),
  }
}

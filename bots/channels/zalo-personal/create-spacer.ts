/** Lets each pass so long after the one before, by the machine's own clock: whatever wakes us, Zalo sees no two at once. */
export function createSpacer(apart: number): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY
  return async () => {
    const left = last + apart - performance.now()
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(left) + 1))
    last = performance.now()
  }
}

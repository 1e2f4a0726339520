/** Items handed on in batches while the next are gathered. */
export interface Batches<Item> {
  /** @throws what went wrong in a batch before */
  add(item: Item): Promise<void>
  /** Hands on what is left and waits for all of it. @throws what went wrong */
  end(): Promise<void>
  /** Waits for the batches under way, whatever comes of them: for when something else went wrong. */
  settle(): Promise<void>
}

/** @param beside how many batches may be under way at once; one: each after the other */
export function inBatches<Item>(
  { size, beside }: { size: number; beside: number },
  run: (items: Item[]) => Promise<void>,
): Batches<Item> {
  let items: Item[] = []
  const running: Promise<void>[] = []
  const next = async () => {
    if (running.length >= beside) await running.shift()
    const batch = items
    items = []
    const started = run(batch)
    // It may fail while items are gathered; whoever waits for it hears of that.
    started.catch(() => {})
    running.push(started)
  }
  return {
    async add(item) {
      items.push(item)
      if (items.length >= size) await next()
    },
    async end() {
      if (items.length > 0) await next()
      await Promise.all(running)
    },
    async settle() {
      await Promise.allSettled(running)
    },
  }
}

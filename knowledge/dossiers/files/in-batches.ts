/** Items handed on in batches, one batch while the next is gathered. */
export interface Batches<Item> {
  /** @throws what went wrong in a batch before */
  add(item: Item): Promise<void>
  /** Hands on what is left and waits for all of it. @throws what went wrong */
  end(): Promise<void>
  /** Waits for the batch under way, whatever comes of it: for when something else went wrong. */
  settle(): Promise<void>
}

/** @param run one batch after the other */
export function inBatches<Item>(size: number, run: (items: Item[]) => Promise<void>): Batches<Item> {
  let items: Item[] = []
  let running = Promise.resolve()
  const next = async () => {
    await running
    const batch = items
    items = []
    running = run(batch)
    // It may fail while items are gathered; whoever waits for it next hears of that.
    running.catch(() => {})
  }
  return {
    async add(item) {
      items.push(item)
      if (items.length >= size) await next()
    },
    async end() {
      if (items.length > 0) await next()
      await running
    },
    settle: () => running.catch(() => {}),
  }
}

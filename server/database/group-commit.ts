/** Collects what is to be written and writes it together: one statement for all that came while the last one ran. */
export interface GroupCommit<Item, Result> {
  /** Settles with the results, in the order of `items`, once they are committed. */
  add(items: readonly Item[]): Promise<Result[]>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

interface Waiting<Item, Result> {
  items: readonly Item[]
  resolve(results: Result[]): void
  reject(error: unknown): void
}

/**
 * No timer: the first call starts a flush at the end of the current round of the event loop, and whoever comes
 * during it shares the next one. So a lone call waits for nobody, and a crowd for one commit at most.
 * @param flush writes items and answers for each; what it throws goes to all whose items it had
 * @param most items in one flush (a call is never torn apart)
 */
export function createGroupCommit<Item, Result>(
  flush: (items: readonly Item[]) => Promise<Result[]>,
  most: number,
): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const calls = take()
      const items = calls.length === 1 && calls[0] ? calls[0].items : calls.flatMap((call) => call.items)
      try {
        const results = await flush(items)
        let from = 0
        for (const call of calls) {
          call.resolve(results.slice(from, from + call.items.length))
          from += call.items.length
        }
      } catch (error) {
        for (const call of calls) call.reject(error)
      }
    }
    running = undefined
  }

  function take(): Waiting<Item, Result>[] {
    let size = 0
    const end = waiting.findIndex((call, index) => {
      size += call.items.length
      return size > most && index > 0
    })
    const taken = end === -1 ? waiting : waiting.slice(0, end)
    waiting = end === -1 ? [] : waiting.slice(end)
    return taken
  }

  return {
    add(items) {
      if (items.length === 0) return Promise.resolve([])
      return new Promise((resolve, reject) => {
        waiting.push({ items, resolve, reject })
        running ??= run()
      })
    },
    async idle() {
      while (running) await running
    },
  }
}

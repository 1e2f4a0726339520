export interface Page {
  data: unknown[]
  next: string | null
  more: boolean
}

/** The changes of one service in the order they came; the cursor counts them. */
export function createChangeLog() {
  const changes: unknown[] = []
  return {
    add: (...records: unknown[]) => void changes.push(...records),
    /** @param since null from the beginning; undefined when the cursor is none of ours */
    page(since: string | null, limit: number): Page | undefined {
      const from = since === null ? 0 : Number(/^c(\d+)$/.exec(since)?.[1] ?? Number.NaN)
      if (!(from <= changes.length)) return undefined
      const data = changes.slice(from, from + limit)
      const next = `c${from + data.length}`
      return { data, next: data.length === 0 ? since : next, more: from + data.length < changes.length }
    },
  }
}

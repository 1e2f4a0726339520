import { type FetchParts, fetchFiles } from './fetch-files.ts'

export interface Fetcher {
  /** To be called when files may wait to be fetched. A call during another's work makes it look once more. */
  look(): void
  /** Begins no other file, and waits for the one under way. */
  stop(): Promise<void>
}

/** A file that could not be had now is asked for again by then, at the latest. */
const longestMs = 600_000
/** The database is away. */
const againMs = 5_000

/** Fetches what officials send in chats, as long as there is something to fetch. */
export function createFetcher(parts: FetchParts): Fetcher {
  let timer: NodeJS.Timeout | undefined
  let fetching: Promise<void> | undefined
  let again = false
  let stopped = false

  async function fetchAll(): Promise<void> {
    while (again && !stopped) {
      again = false
      try {
        const dueMs = await fetchFiles(parts)
        if (dueMs !== null) lookIn(Math.min(dueMs, longestMs))
      } catch (err) {
        parts.log.warn({ err }, 'files of announcements could not be fetched, trying again')
        lookIn(againMs)
      }
    }
  }

  function lookIn(ms: number): void {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(look, ms)
  }

  function look(): void {
    if (stopped) return
    again = true
    fetching ??= fetchAll().finally(() => {
      fetching = undefined
      if (again) look()
    })
  }

  return {
    look,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await fetching
    },
  }
}

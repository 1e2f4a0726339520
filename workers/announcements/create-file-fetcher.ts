import { type FetchParts, fetchFiles } from './fetch-files.ts'

export interface FileFetcher {
  /** Files may wait to be fetched: to be called on `notify announcements` and now and then. Returns at once. */
  look(): void
  /** Begins no further one; settles when what is in hand is done. */
  stop(): Promise<void>
}

/** Runs `fetchFiles` whenever there may be something for it, in a process that can call channels. */
export function createFileFetcher(parts: FetchParts): FileFetcher {
  const state: { running: Promise<void> | null; again: boolean; stopped: boolean; timer?: NodeJS.Timeout } = {
    running: null,
    again: false,
    stopped: false,
  }

  async function run(): Promise<void> {
    while (state.again && !state.stopped) {
      state.again = false
      const ms = await fetchFiles(parts).catch((err) => {
        parts.log.warn({ err }, 'looking for files to fetch failed')
        return null
      })
      if (ms === null || state.stopped) continue
      clearTimeout(state.timer)
      state.timer = setTimeout(look, ms + 1)
    }
  }

  function look(): void {
    if (state.stopped) return
    state.again = true
    state.running ??= run().finally(() => {
      state.running = null
      if (state.again) look()
    })
  }

  return {
    look,
    async stop() {
      state.stopped = true
      clearTimeout(state.timer)
      await state.running
    },
  }
}

/** Writes the latest of something that changes often: soon after a change, once at a time, and again if it fails. */
export interface Saver {
  /** It has changed. */
  touch(): void
  /** Writes what is not written yet; settles when that is done or has failed. */
  flush(): Promise<void>
  /** Drops what is waiting to be written. */
  cancel(): void
}

/**
 * @param write takes what is the latest at that time
 * @param failed told of each failure; the next change, or a while, brings another try
 */
export function createSaver(
  write: () => Promise<void>,
  delayMs: number,
  failed: (error: unknown) => void,
): Saver {
  let changed = false
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | null = null
  let wait = delayMs

  async function run(): Promise<void> {
    changed = false
    try {
      await write()
      wait = delayMs
    } catch (error) {
      changed = true
      wait = Math.min(60_000, wait * 2)
      failed(error)
    }
  }

  function begin(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing ??= run().finally(() => {
      writing = null
      if (changed) schedule()
    })
    return writing
  }

  function schedule(): void {
    timer ??= setTimeout(() => void begin(), wait)
  }

  return {
    touch() {
      changed = true
      schedule()
    },
    async flush() {
      await writing
      if (changed) await begin()
      clearTimeout(timer)
      timer = undefined
    },
    cancel() {
      changed = false
      clearTimeout(timer)
      timer = undefined
    },
  }
}

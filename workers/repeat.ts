import type { Log } from '../server/log.ts'

/** Calls `run` again and again until stopped; the process's own timers, or a hand in tests. */
export type Every = (milliseconds: number, run: () => void) => { stop(): void }

/**
 * Does something now and again and again, never twice at once: what takes longer than `ms` is not joined by a second
 * one. A failure is logged, and tried again with the next.
 * @param what it is, for the log
 * @returns `stop` starts no further one, and waits for what is under way
 */
export function repeat({
  what,
  ms,
  run,
  every,
  log,
}: {
  what: string
  ms: number
  run: () => Promise<unknown>
  every: Every
  log: Pick<Log, 'error'>
}): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null
  function start(): void {
    underWay ??= run()
      .catch((err) => log.error({ err }, `${what} failed and will be tried again`))
      .then(() => {
        underWay = null
      })
  }
  start()
  const timer = every(ms, start)
  return {
    async stop() {
      timer.stop()
      await underWay
    },
  }
}

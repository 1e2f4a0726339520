import type { Every } from './repeat.ts'

/** The process's own timer, for `startWorkers`. */
export const interval: Every = (milliseconds, run) => {
  const timer = setInterval(run, milliseconds)
  return { stop: () => clearInterval(timer) }
}

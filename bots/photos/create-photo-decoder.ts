import { Worker } from 'node:worker_threads'
import { AppError } from '../../server/errors.ts'
import type { Log } from '../../server/log.ts'
import { judgePhoto } from './judge-photo.ts'

export interface PhotoDecoder {
  /**
   * What the codes and barcodes in a photo say, cleaned (`clean-codes.ts`); none when it shows none, is no photo or
   * cannot be read. The picture is kept nowhere.
   * @throws AppError `unavailable` when too many wait already
   */
  decode(photo: Uint8Array): Promise<string[]>
  /** Gives up what is under way: it shows no codes. */
  stop(): Promise<void>
}

export interface DecoderOptions {
  log: Pick<Log, 'warn'>
  /** How long one photo may take, the start of the thread included. */
  limitMs?: number
  /** How long the thread is kept without work; it holds tens of megabytes. */
  idleMs?: number
  /** Photos that may wait. */
  mostWaiting?: number
  /** The thread's file. */
  script?: URL
}

interface Job {
  photo: Uint8Array
  done(codes: string[]): void
}

/**
 * Reads photos in a thread of its own, one after another: unpacking one takes up to seconds, and what comes from
 * strangers may hang or crash it. A thread that does is ended and another one begun. Nothing is loaded before the
 * first photo.
 */
export function createPhotoDecoder(options: DecoderOptions): PhotoDecoder {
  const { log, limitMs = 10_000, idleMs = 30_000, mostWaiting = 16 } = options
  const script = options.script ?? new URL('./decode-worker.ts', import.meta.url)
  const waiting: Job[] = []
  const now: { job: Job | null; thread: Worker | null; timer: NodeJS.Timeout | undefined; stopped: boolean } =
    {
      job: null,
      thread: null,
      timer: undefined,
      stopped: false,
    }

  function begin(): Worker {
    // It needs no setting of ours, and what it needs of memory lies outside the heap.
    const thread = new Worker(script, { env: {}, resourceLimits: { maxOldGenerationSizeMb: 64 } })
    // Whoever waits for a photo holds the process; a thread without work does not.
    thread.unref()
    thread.on('message', (codes: string[]) => finish(thread, codes))
    thread.on('error', (error) => lose(thread, error.name))
    thread.on('exit', () => lose(thread, 'ended'))
    return thread
  }

  function next(): void {
    const job = now.job ? undefined : waiting.shift()
    clearTimeout(now.timer)
    if (job) {
      now.job = job
      now.thread ??= begin()
      const { thread } = now
      now.timer = setTimeout(() => lose(thread, `no answer in ${limitMs} ms`), limitMs)
      thread.postMessage(job.photo)
    } else if (!now.job && now.thread) {
      const { thread } = now
      now.timer = setTimeout(() => drop(thread), idleMs).unref()
    }
  }

  function finish(thread: Worker, codes: string[]): void {
    if (thread !== now.thread || !now.job) return
    const { job } = now
    now.job = null
    job.done(codes)
    next()
  }

  function lose(thread: Worker, why: string): void {
    if (thread !== now.thread) return
    log.warn({ why }, 'a photo could not be read: its thread was ended')
    drop(thread)
    now.job?.done([])
    now.job = null
    next()
  }

  function drop(thread: Worker): void {
    if (now.thread === thread) now.thread = null
    void thread.terminate()
  }

  return {
    async decode(photo) {
      if (now.stopped || !judgePhoto(photo).ok) return []
      if (waiting.length >= mostWaiting)
        throw new AppError('unavailable', 'too many photos wait to be read; try again in a moment')
      const { promise, resolve } = Promise.withResolvers<string[]>()
      waiting.push({ photo, done: resolve })
      if (!now.job) next()
      return promise
    },
    async stop() {
      now.stopped = true
      clearTimeout(now.timer)
      for (const { done } of [...waiting.splice(0), ...(now.job ? [now.job] : [])]) done([])
      now.job = null
      const { thread } = now
      now.thread = null
      await thread?.terminate()
    },
  }
}

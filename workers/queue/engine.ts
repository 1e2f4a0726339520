import type { JobsOptions, Processor, WorkerOptions } from 'bullmq'

/** What a job carries: the key of the wake-up. Everything else is read from the rows when it comes. */
export interface WakeUp {
  key: string
}

type JobState = 'waiting' | 'active' | 'delayed' | 'failed'

interface LookedAtJob {
  failedReason?: string
  attemptsMade: number
  /** Milliseconds since the epoch; `finishedOn` is absent while it will come again. */
  processedOn?: number
  finishedOn?: number
}

/** The side of a BullMQ queue that adds, and that can be looked at; the same on every engine. */
export interface JobQueue {
  add(name: string, data: WakeUp, options: JobsOptions): Promise<unknown>
  waitUntilReady(): Promise<unknown>
  getJobCounts(...states: JobState[]): Promise<Record<string, number>>
  /** From one to another of the jobs in these states, both counted from 0. */
  getJobs(states: JobState[], from: number, to: number): Promise<readonly LookedAtJob[]>
  close(): Promise<void>
}

/** The side of a BullMQ queue that takes jobs out. */
export interface JobWorker {
  close(): Promise<void>
}

export type WorkerSettings = Omit<WorkerOptions, 'connection'>

/** Where BullMQ keeps its jobs: one module for each kind of store. */
export interface QueueEngine {
  /**
   * Connects and prepares the store, once; rejects when it can't, having let go of everything.
   * @param queues how many queues will be worked at most
   * @param onTrouble called with every error of a connection, from then until the session is closed
   */
  connect(queues: number, onTrouble: (error: unknown) => void): Promise<EngineSession>
}

/** Live connections to the store. When they break, the session is thrown away and a new one is made. */
export interface EngineSession {
  openQueue(name: string): JobQueue
  openWorker(name: string, process: Processor<WakeUp, void>, settings: WorkerSettings): JobWorker
  /** Rejects when the store can't serve jobs now. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Of all processes that have this bot's token, one polls: the one that holds the lock. */
export interface PollLock {
  /** Waits as long as it takes. Rejects when aborted, or when the lock's own server is away. */
  acquire(signal: AbortSignal): Promise<PollLease>
}

export interface PollLease {
  /** Aborts when the lock is gone without our doing: somebody else may be polling by now. */
  lost: AbortSignal
  release(): Promise<void>
}

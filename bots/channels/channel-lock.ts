/** Of all processes that may take in from an account, one does: the one that holds its lock. */
export interface ChannelLock {
  /** Waits as long as it takes. Rejects when aborted, or when the lock's own server is away. */
  acquire(signal: AbortSignal): Promise<ChannelLease>
}

export interface ChannelLease {
  /** Aborts when the lock is gone without our doing: somebody else may be taking in by now. */
  lost: AbortSignal
  release(): Promise<void>
}

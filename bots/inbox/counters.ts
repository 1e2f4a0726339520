/** What is counted; implemented over prom-client by the server. Nothing here tells who anybody is. */
export interface Counters {
  /** Turns committed, and how long their batch took from the claim to the commit. */
  turns(count: number, seconds: number): void
  /** Events that had been stored before. */
  duplicates(count: number): void
  /** A turn that threw. */
  turnFailed(): void
  setAside(): void
  /** How one send ended: `sent`, `failed`, or the error's kind when it will be tried again or is held. */
  send(channel: string, result: string): void
  /** Sends of which nobody knows whether they arrived. */
  unknownOutcomes(channel: string, count: number): void
}

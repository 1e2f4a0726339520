/** One line of the performance table: this project and its peer, measured in turn in the same run. */
export interface Measurement {
  name: string
  unit: string
  /** What is asked for, in words. */
  bar: string
  peerName: string
  /** One entry a run; the ratio is taken pair by pair. Without a peer, `peer` is undefined. */
  pairs: { ours: number; peer?: number }[]
  notes: string[]
}

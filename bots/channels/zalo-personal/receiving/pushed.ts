import type { Fields } from '../../read-json.ts'

/** A message as it came by the socket, with what is known of every one. */
export interface Pushed {
  /** Zalo's id of it. */
  id: string
  /** When it was written, by Zalo's clock, in ms. */
  at: number
  group: boolean
  /** The person, or the group. */
  thread: string
  /** The account itself wrote it, here or on a phone. */
  own: boolean
  data: Fields
}

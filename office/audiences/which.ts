import type { LeftOut } from '../../knowledge/announcements/announcement.ts'

/** Some conversations, by conditions of SQL that are never null. */
export interface Which {
  /** Who is of the audience's area. */
  area: string
  /** Why one of those is left out all the same; of several reasons the first one counts. */
  reasons: readonly Reason[]
}

export interface Reason {
  why: LeftOut
  when: string
}

/** Adds a value to a statement. @returns its place in the text, with its type */
export type AddValue = (value: unknown, type: string) => string

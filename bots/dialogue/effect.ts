import type { CarriedPlace, Lang } from './event.ts'

/** What the turn wants done besides replying; carried out in the turn's own transaction. */
export type Effect =
  /**
   * Remind the person at an instant; `text` is already in their language. A new one for the same `about` replaces
   * the old.
   */
  | { kind: 'remind'; at: string; about: string; text: string; lang: Lang }
  | { kind: 'cancel_reminders' }
  /** Erase everything about the person: texts, state, reminders, identity. */
  | { kind: 'erase' }
  /** Make a resume code for this place; the channel gets one reply more that shows it. */
  | { kind: 'issue_code'; place: CarriedPlace | null; lang: Lang }
  /** Read the codes that a photo shows; they come as an event of their own, `photo_read`. */
  | { kind: 'read_photo'; image: string }

import type { Audience } from '../../knowledge/announcements/announcement.ts'

/** An announcement of which something may go out now. Instants are ISO. */
export interface UnderWay {
  id: string
  version: number
  urgent: boolean
  corrects: string | null
  topic: string
  audience: Audience
  approvedAt: string
  beganAt: string
  expiresAt: string | null
  /** Those of its recipients whose turn it is: see `wave` in the table. */
  waves: readonly number[]
}

/** Whether what a person has got today counts. */
export function isCapped({ urgent, corrects }: Pick<UnderWay, 'urgent' | 'corrects'>): boolean {
  return !urgent && corrects === null
}

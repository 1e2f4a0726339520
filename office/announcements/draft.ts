import type { Audience } from '../../knowledge/announcements/announcement.ts'

/** All that is written of an announcement; what is not given is null, or empty while it is a draft. */
export interface Draft {
  title: string
  text: string
  topic: string
  audience: Audience
  /** ISO instants. */
  at: string | null
  expiresAt: string | null
  /** A category. */
  urgent: string | null
  canary: boolean
  link: { label: string; url: string } | null
  event: { startsAt: string; endsAt?: string; place?: string } | null
  poll: { question: string; options: readonly string[] } | null
}

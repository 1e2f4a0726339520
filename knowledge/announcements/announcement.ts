/** `waiting`: for 07:00, in quiet hours. */
export type AnnouncementState =
  | 'draft'
  | 'scheduled'
  | 'waiting'
  | 'sending'
  | 'paused'
  | 'stopped'
  | 'sent'
  | 'expired'

/** Who is concerned: whoever is in one of `all`, `units`, `groups`, `chats`, less what is excepted. */
export interface Audience {
  /** Everybody who follows. */
  all?: true
  /** Slugs. */
  units?: readonly string[]
  /** Ids of neighbourhood groups. */
  groups?: readonly string[]
  /** Group chats that are bound to a unit, as `channel:chat`. */
  chats?: readonly string[]
  except?: { units?: readonly string[]; groups?: readonly string[] }
  /** Only those who speak one of these. */
  langs?: readonly ('vi' | 'en')[]
  /** Only those who are reached by one of these. */
  channels?: readonly string[]
}

/** Why somebody who follows is not among the recipients. */
export type LeftOut =
  /** Follows no more. */
  | 'stopped'
  | 'blocked'
  | 'topic'
  | 'language'
  | 'channel'
  | 'excepted'
  /** Is told in another of their places. */
  | 'other_place'

export interface AudiencePreview {
  total: number
  byChannel: Readonly<Record<string, number>>
  /** How many followers of the area each reason leaves out; those of 0 are absent. */
  leftOut: Readonly<Partial<Record<LeftOut, number>>>
}

export interface AnnouncementFile {
  id: string
  name: string
  /** MIME. */
  type: string
  /** In bytes. */
  size: number
  /** Of a PDF; absent where it was not looked for yet, or is none. */
  signatures?: readonly Signature[]
}

/** A signature in a PDF, as far as it could be checked. */
export interface Signature {
  /** Who signed, as the certificate says it. */
  signer: string
  issuer?: string
  /** ISO instant, as the signature says it. */
  at?: string
  /**
   * `valid`: what was signed is unchanged, and the certificate leads to a root that is trusted here; `untrusted`:
   * unchanged, but who issued the certificate could not be checked; `broken`: changed since; `unchecked`: it could not
   * be read.
   */
  verdict: 'valid' | 'untrusted' | 'broken' | 'unchecked'
  /** There is more in the file than what was signed. */
  partial?: true
}

/** What an announcement says; instants are ISO. */
export interface AnnouncementContent {
  id: string
  /** A slug, or `all` for the city: who speaks. */
  unit: string
  title: string
  text: string
  topic: string
  /** The category that lets it pass the quiet hours. */
  urgent?: string
  expiresAt?: string
  link?: { label: string; url: string }
  event?: { startsAt: string; endsAt?: string; place?: string }
  poll?: { question: string; options: readonly string[] }
  files: readonly AnnouncementFile[]
  /** The id of the one it corrects. */
  corrects?: string
}

/** How far it has come. `total = sent + failed + skipped + pending`; `held` and `unknown` are parts of those. */
export interface AnnouncementCounts {
  total: number
  sent: number
  delivered: number
  seen: number
  failed: number
  skipped: number
  pending: number
  /** Of `pending`: kept for the next digest. */
  held: number
  /** Sends, retried since or not, of which nobody knows whether they arrived. */
  unknown: number
  /** Who stopped following after they got it. */
  unsubscribed: number
  /** Of what failed or was skipped. */
  reasons: Readonly<Record<string, number>>
  /** Answers of a poll, by option. */
  poll?: readonly number[]
}

/** What may be done with one. */
export type AnnouncementAct =
  | 'edit'
  | 'submit'
  | 'approve'
  | 'return'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'correct'
  | 'recall'

/** What becomes of the messages of one that is taken back: off the board it is in any case. */
export interface RecallReach {
  /** By some of the channels it went by they can be deleted. */
  deletes: boolean
  /** The channels that cannot, where somebody has it. */
  stays: readonly string[]
}

/** Why something about announcements was refused; `values` go into the sentence that says so. */
export interface Refusal {
  why:
    | 'not_found'
    | 'no_role'
    | 'other_unit'
    | 'own'
    | 'state'
    /** It was changed since the version that was looked at. */
    | 'changed'
    | 'urgent_unconfirmed'
    | 'urgent_category'
    | 'past'
    | 'empty'
    /** A correction that says what the wrong one said. */
    | 'unchanged'
    | 'too_long'
    | 'bad_topic'
    | 'bad_audience'
    | 'nobody'
    | 'bad_link'
    | 'bad_event'
    | 'bad_poll'
    | 'poll_in_chats'
    | 'bad_expiry'
    | 'file_missing'
    | 'file_too_large'
    | 'file_type'
    | 'too_many_files'
    | 'file_not_here_yet'
    | 'unit_gone'
  values?: Readonly<Record<string, string | number>>
}

/** An announcement as officials see it; instants are ISO. */
export interface AnnouncementView {
  content: AnnouncementContent
  state: AnnouncementState
  /** Why it is paused: by whom it was asked, the canary, or a unit that is gone. */
  pause?: 'asked' | 'canary' | 'unit_gone'
  audience: Audience
  author: { id: string; name: string }
  /** Ids of officials who changed it besides: none of them approves it. */
  editors?: readonly string[]
  approver?: { id: string; name: string }
  /** When it is to go out, where that is not at once. */
  at?: string
  submitted: boolean
  /** Counts what was changed of it: an approval is of one. */
  version: number
  /** Recipients as counted when it was written. */
  recipients: number
  counts: AnnouncementCounts
  history: readonly { at: string; act: string; by?: string }[]
}

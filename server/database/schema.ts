import type { Generated, JSONColumnType } from 'kysely'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { CarriedPlace } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { State } from '../../bots/dialogue/state.ts'
import type { StoredEvent } from '../../bots/inbox/stored-event.ts'
import type {
  AnnouncementCounts,
  AnnouncementState,
  Audience,
  Signature,
} from '../../knowledge/announcements/announcement.ts'
import type { DossierStatus, Proof, Tells } from '../../knowledge/dossiers/dossier.ts'

export const officialRoles = [
  'chair',
  'secretary',
  'official',
  'communicator',
  'approver',
  'operator',
  'head',
] as const
export type OfficialRole = (typeof officialRoles)[number]

/** Instants come out as ISO strings in UTC and go in as such. Ids are bigint, as strings. */
type Instant = string
type Id = Generated<string>

export interface Database {
  /** One process that runs or ran turns; it holds the advisory lock of its id for as long as it lives. */
  process: { id: Id; started_at: Instant }
  conversation: {
    id: Id
    channel: ChannelName
    account: string
    chat: string
    is_group: boolean
    /** What logs and metrics name the conversation by; gone with the row when it is erased. */
    pseudonym: Generated<string>
    state: JSONColumnType<State | null, string | null, string | null>
    /** Set when the person blocked the assistant; nothing is sent until they come back. */
    blocked_at: Instant | null
    created_at: Instant
    active_at: Instant
  }
  inbox: {
    id: Id
    conversation_id: string
    channel: ChannelName
    account: string
    external_id: string
    event: JSONColumnType<StoredEvent | null, string, string | null>
    status: 'new' | 'done' | 'set_aside'
    attempts: Generated<number>
    /** Why it was set aside: a code and where it was thrown; nothing the person wrote. */
    failure: string | null
    received_at: Instant
    done_at: Instant | null
  }
  outbox: {
    id: Id
    conversation_id: string
    /** The event it answers; null for what was sent unasked (a reminder). */
    inbox_id: string | null
    reply: JSONColumnType<Reply | null, string, string | null>
    replaces: string | null
    status: 'pending' | 'sending' | 'sent' | 'failed' | 'held'
    /** The process that has it in hand: `sending` it, or about to, behind another one (`pending`). */
    owner: string | null
    attempts: Generated<number>
    unknown_outcomes: Generated<number>
    not_before: Instant | null
    external_id: string | null
    failure: string | null
    created_at: Instant
    settled_at: Instant | null
  }
  reminder: {
    id: Id
    conversation_id: string
    about: string
    text: string
    due_at: Instant
    status: 'planned' | 'sent' | 'skipped' | 'cancelled'
    settled_at: Instant | null
  }
  resume_code: {
    code: string
    /** JSON's null for a code that only joins. */
    place: JSONColumnType<CarriedPlace | null, string, string>
    conversation_id: string
    expires_at: Instant
    used_at: Instant | null
  }
  /** A wrong code of a kind; who tried, by which way in and, of dossiers, which code, as keyed hashes. */
  code_try: {
    id: Id
    kind: 'resume' | 'chat' | 'slip' | 'dossier'
    who: string
    via: string | null
    what: string | null
    /** A dossier's code that no digits have been given for yet. */
    open: Generated<boolean>
    at: Instant
  }
  /** Conversations that are one person's, by a number of the person's own; one that stands here is not alone. */
  person_member: { conversation_id: string; person: string; joined_at: Instant }
  /** The question to a person, put in `conversation_id`, whether the other conversation is theirs too. */
  join_offer: {
    id: Id
    conversation_id: string
    other_id: string
    /** The other side has said yes already. */
    agreed: boolean
    asked_at: Instant
  }
  setting: { key: string; value: string }
  official: {
    id: Id
    name: string
    /** A slug, or `all` for the city. */
    unit: string
    role: OfficialRole
    phone: string | null
    email: string | null
    /** Who acts for them while they are away. */
    deputy: string | null
    created_at: Instant
    left_at: Instant | null
  }
  /** A chat that an official has proved to be theirs. */
  official_chat: { conversation_id: string; official_id: string; linked_at: Instant }
  neighbourhood_group: {
    id: Id
    unit: string
    name: string
    head: string | null
    join_code: string
    created_at: Instant
  }
  /** By its keyed hash, a code that makes its official of a chat (`official_id`), or binds a group chat (`unit`). */
  chat_code: {
    hash: string
    official_id: string | null
    unit: string | null
    group_id: string | null
    expires_at: Instant
    used_at: Instant | null
  }
  /** A group chat that belongs to a unit, or to one of its neighbourhood groups. */
  bound_chat: { conversation_id: string; unit: string; group_id: string | null; bound_at: Instant }
  operator_link: { hash: string; page: string; expires_at: Instant; used_at: Instant | null }
  /** Zalo's tokens, sealed; see the migration. */
  channel_token: {
    channel: ChannelName
    account: string
    sealed: string | null
    access_expires_at: Instant | null
    refresh_expires_at: Instant | null
    given_fingerprint: string | null
    oa_id: string | null
    updated_at: Instant
  }
  /** Up to where messages of the Zalo personal account are stored; see the migration. */
  zalo_personal_cursor: { account: string; thread: 'user' | 'group'; message: string | null; at: Instant }
  zalo_personal_guard: { account: string; state: JSONColumnType<object, string, string> }
  /** Who is no friend and was written to on a day, by a keyed hash. */
  zalo_personal_stranger: { account: string; day: string; who: string; at: Instant }
  /** What operators were alerted to and is not over; `told_at` is when somebody was there to be told. */
  alert: { key: string; raised_at: Instant; told_at: Instant | null }
  dossier: {
    id: Id
    code: string
    /** A slug; null when the source did not say. */
    unit: string | null
    /** A procedure's code, or its name as the source gave it. */
    procedure: string | null
    applicant: string | null
    /** Keyed, of the number as `+84…`. */
    phone_hash: string | null
    phone_last2: string | null
    /** Who named the phone number. */
    contact_source: string | null
    /** Keyed, of the code and the last four digits of the identity number and of the phone. */
    proof_hash: string | null
    status: DossierStatus
    /** Since when it has this status. */
    status_at: Instant
    /** Whose time that is: the source's, ours when we heard of it, or that of an official's correction. */
    status_by: Generated<'said' | 'seen' | 'corrected'>
    received_at: Instant | null
    due_at: Instant | null
    /** What was promised first; `due_at` moves by pauses and a new appointment. */
    promised_at: Instant | null
    finished_at: Instant | null
    returned_at: Instant | null
    papers: JSONColumnType<string[] | null, string | null, string | null>
    supply_by: Instant | null
    /** In đồng. */
    fee_due: string | null
    apology_at: Instant | null
    note: string | null
    result: string | null
    source: string
    /** Of when the latest is that was taken over from its source. */
    as_of: Instant | null
    /** Of what the source last said, so that the same again is passed over. */
    fingerprint: string
    created_at: Instant
    updated_at: Instant
  }
  dossier_change: {
    id: Id
    dossier_id: string
    at: Instant
    recorded_at: Instant
    status: DossierStatus
    due_at: Instant | null
    source: string
    note: string | null
  }
  dossier_disagreement: {
    id: Id
    dossier_id: string
    field: string
    ours: string | null
    ours_source: string
    theirs: string | null
    theirs_source: string
    seen_at: Instant
    settled_at: Instant | null
  }
  dossier_cursor: {
    source: string
    cursor: string | null
    failures: Generated<number>
    failing_since: Instant | null
    not_before: Instant | null
    read_at: Instant | null
  }
  /** By its keyed hash; by real time, once. */
  dossier_slip: { hash: string; dossier_id: string; expires_at: Instant; used_at: Instant | null }
  /** A chat whose person showed that a phone number is theirs. */
  proven_phone: { conversation_id: string; phone_hash: string; phone_last2: string; proven_at: Instant }
  dossier_follow: {
    id: Id
    conversation_id: string
    dossier_id: string
    proved_by: Proof
    tells: Tells
    followed_at: Instant
    ended_at: Instant | null
    /** When the clock may have something to say next; `-infinity` until it was looked at. */
    notice_at: Generated<Instant | null>
    /** What the clock has said already, such as `overdue:2026-11-27`. */
    notices: Generated<string[]>
  }
  dossier_push: {
    id: Id
    follow_id: string
    due_at: Instant
    /** By which it is to go, or went. */
    channel: ChannelName
    /** What the clock has to say, as in `notices`; null for a change. */
    notice: string | null
    /** `merged`: told in another conversation of the same person; `failed`: no channel took it. */
    status: 'planned' | 'handed' | 'sent' | 'merged' | 'skipped' | 'failed'
    outbox_id: string | null
    /** Conversations it was tried in; `outbox_id` is of the last. */
    tried: Generated<string[]>
    planned_at: Instant
    handed_at: Instant | null
    settled_at: Instant | null
  }
  /** `image` is how the channel finds the picture. */
  photo_reading: {
    id: Id
    conversation_id: string
    image: string
    /** The process in whose hand it is. */
    owner: string | null
    attempts: Generated<number>
    asked_at: Instant
  }
  audit_entry: {
    id: Id
    at: Instant
    actor: string
    action: string
    subject: string | null
    detail: JSONColumnType<object | null, string | null, never>
    /** Its place in the chain; null until it is sealed. */
    seq: string | null
    hash: string | null
  }
  /** Who follows announcements, by conversation; see the migration. */
  follower: {
    conversation_id: string
    /** Slugs. */
    units: string[]
    groups: string[]
    topics: string[]
    followed_at: Instant
    stopped_at: Instant | null
  }
  announcement: {
    id: Id
    state: AnnouncementState
    /** A slug, or `all` for the city: who speaks. */
    unit: string
    author: string
    title: string
    text: string
    topic: string
    audience: JSONColumnType<Audience, string, string>
    /** Its category, which lets it pass the quiet hours. */
    urgent: string | null
    canary: Generated<boolean>
    at: Instant | null
    expires_at: Instant | null
    /** As counted when it was written. */
    recipients: number
    link: JSONColumnType<{ label: string; url: string } | null, string | null, string | null>
    event: JSONColumnType<
      { startsAt: string; endsAt?: string; place?: string } | null,
      string | null,
      string | null
    >
    poll: JSONColumnType<{ question: string; options: string[] } | null, string | null, string | null>
    corrects: string | null
    /** Counts edits. */
    version: Generated<number>
    submitted_version: number | null
    approver: string | null
    approved_at: Instant | null
    /** Recipients up to this conversation are planned. */
    planned_up_to: string | null
    planned_at: Instant | null
    pause: 'asked' | 'canary' | 'unit_gone' | null
    canary_tries: Generated<number>
    look_again_at: Instant | null
    recall_asked_at: Instant | null
    began_at: Instant | null
    ended_at: Instant | null
    /** Once its recipients' rows are gone. */
    counts: JSONColumnType<AnnouncementCounts | null, string | null, string | null>
    created_at: Instant
    updated_at: Instant
  }
  announcement_history: {
    id: Id
    announcement_id: string
    at: Instant
    official_id: string | null
    act: string
    version: number
    detail: JSONColumnType<object | null, string | null, never>
  }
  announcement_file: {
    id: Id
    announcement_id: string
    name: string
    type: string
    size: number
    sha256: string | null
    /** Null while it is still to be fetched from `source`. */
    bytes: Buffer | null
    source: JSONColumnType<
      { channel: ChannelName; account: string; ref: string } | null,
      string | null,
      string | null
    >
    attempts: Generated<number>
    not_before: Instant | null
    failure: string | null
    signatures: JSONColumnType<Signature[] | null, string | null, string | null>
    added_at: Instant
  }
  announcement_upload: {
    file_id: string
    channel: ChannelName
    account: string
    external_id: string
    until: Instant | null
  }
  announcement_recipient: {
    id: Id
    announcement_id: string
    /** Null once the person was erased. */
    conversation_id: string | null
    channel: ChannelName
    account: string
    /** 0 the canary, 1 everybody else, 2 what is of unknown outcome. */
    wave: Generated<number>
    status: 'planned' | 'sending' | 'sent' | 'failed' | 'skipped' | 'held'
    owner: string | null
    reason: string | null
    attempts: Generated<number>
    unknown_outcomes: Generated<number>
    parts_sent: Generated<number>
    not_before: Instant | null
    external_id: string | null
    /** Places of the same person in which it was tried in vain. */
    tried: string[] | null
    /** The row by whose message a held one is told too; its own id once it was held. */
    digest: string | null
    settled_at: Instant | null
    delivered_at: Instant | null
    seen_at: Instant | null
    recalled_at: Instant | null
  }
  poll_answer: { announcement_id: string; conversation_id: string; choice: number; answered_at: Instant }
  /** See the migration. */
  channel_pace: {
    channel: ChannelName
    account: string
    window_ms: number
    not_before: Instant | null
    eased_at: Instant
  }
  channel_slot: { channel: ChannelName; account: string; no: number; free_at: Instant }
  channel_share: {
    channel: ChannelName
    account: string
    process: string
    wants: number
    replies: number
    seen_at: Instant
  }
}

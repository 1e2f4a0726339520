import type {
  AnnouncementAct,
  AnnouncementView,
  Audience,
  AudiencePreview,
  RecallReach,
  Refusal,
} from '../../knowledge/announcements/announcement.ts'
import type { DossierView, Tells } from '../../knowledge/dossiers/dossier.ts'
import type { Lang } from './lang.ts'
import type { Reply } from './reply.ts'

/** What a citizen did, already freed from the channel it came by. */
export type Event =
  /**
   * @property sinceTurn something may have been sent since the last turn, of which the state knows nothing: what may
   *   answer an announcement's question asks for that first
   */
  | { kind: 'text'; text: string; sinceTurn?: true }
  /** A button was pressed; `ref` is the one the engine gave it, `null` when it is forged or from elsewhere. */
  | { kind: 'tap'; ref: string | null }
  /**
   * The conversation was opened, perhaps by a deep link that names what it is about (`1.001193`).
   * @property follows opening it was a yes to the ward's news: that of who follows an Official Account
   */
  | { kind: 'start'; payload?: string; follows?: true }
  /**
   * @property image how the channel finds a photo, which may show a code
   * @property file the same of a document, with what the channel says of it (`size` in bytes)
   */
  | { kind: 'attachment'; type: AttachmentType; caption?: string; image?: string; file?: SentFile }
  /** A phone number was shared; null when it is not proved to be the sender's own. */
  | { kind: 'contact'; phone: ProvenPhone | null }
  /** What codes a photo sent before shows, as text; none when it shows none. */
  | { kind: 'photo_read'; codes: readonly string[] }
  /** A message already handled was changed or taken back by its author. */
  | { kind: 'edited'; text: string }
  | { kind: 'deleted' }
  /** The citizen chose a language outside the conversation (a switch on the page, a command). */
  | { kind: 'language'; lang: Lang }
  /** The answer to what an earlier turn asked of the outside, see `Ask`. */
  | { kind: 'answered'; ask: Ask; answer: AskAnswer }

export type AttachmentType =
  | 'photo'
  | 'voice'
  | 'video'
  | 'sticker'
  | 'location'
  | 'file'
  | 'contact'
  | 'other'

/** A document somebody sent. @property ref how the channel finds it; name, type and size are what it was told */
export interface SentFile {
  ref: string
  name?: string
  type?: string
  size?: number
}

export type { Lang }

/** A phone number that its channel proves to be the sender's: only ever as a keyed hash and its last two digits. */
export interface ProvenPhone {
  hash: string
  last2: string
}

/** A question that the pure turn puts to the database; answered in the same transaction, then `turn` runs again. */
export type Ask =
  | { kind: 'redeem_code'; code: string }
  /** A code that makes this chat an official's, or binds this group chat. */
  | { kind: 'redeem_chat_code'; code: string }
  /** An answer to "are both conversations yours?"; typed, it is to the newest such question (`offer` is null). */
  | { kind: 'answer_offer'; offer: string | null; says: JoinAnswer }
  /** What is under way on the person's other channels. */
  | { kind: 'joined_places' }
  /** With whom this conversation is joined, and what is kept of it besides the state. */
  | { kind: 'sides'; to: 'show' | 'erase' }
  /** One of those with whom it is joined is no longer to be. */
  | { kind: 'unlink'; side: string }
  | DossierAsk
  | FollowAsk
  | DeskAsk

/** To be told no more of a dossier, or to follow it no more. */
export type StopWish = 'telling' | 'following'

/** Questions about dossiers; every one of them goes on record. */
export type DossierAsk =
  /**
   * A dossier's code was written: shown when it has been proved, and else the same whatever the code.
   * @property others codes written in the same breath, to be offered with the answer
   */
  | { kind: 'dossier'; code: string; others?: readonly string[] }
  /** The last four digits of the identity number and of the phone, for a code. */
  | { kind: 'prove_dossier'; code: string; idLast4: string; phoneLast4: string }
  /** The one-time code of an access slip, `HS-…`. */
  | { kind: 'redeem_slip'; code: string }
  | { kind: 'prove_phone'; phone: ProvenPhone }
  /**
   * @property from how many of them have been shown: more of the same list is asked for
   * @property stop what is to end of the one that is followed, or of `code`
   */
  | { kind: 'my_dossiers'; from?: number; stop?: StopWish; code?: string }
  /** One of those followed, by its button. */
  | { kind: 'followed_dossier'; follow: string }
  | { kind: 'set_telling'; follow: string; tells: Tells }
  | { kind: 'unfollow'; follow: string }

/** What one hears of the ward's announcements. */
export type FollowAsk =
  /**
   * From now on they are followed: of this unit, of these topics, of these neighbourhood groups as well. Whoever had
   * stopped goes on with what they followed then.
   * @property only of these topics, and of no others
   * @property show what is shown besides: `topics` again, after one was ticked; `home`, where it came with the start
   */
  | {
      kind: 'follow'
      unit?: string
      topics?: readonly string[]
      groups?: readonly string[]
      only?: true
      show?: 'topics' | 'home'
    }
  /**
   * What is followed.
   * @property show `topics` to be ticked, or `done`, when they have been
   * @property groupsOf and the neighbourhood groups of a unit
   * @property from of those from there on
   */
  | { kind: 'follows'; show?: 'topics' | 'done'; groupsOf?: string; from?: number }
  /**
   * @property what everything, one topic, or one unit
   * @property bare "dừng" was said and nothing else, with nothing under way
   * @property guide a guide is under way, or what was said is hardly meant for announcements ("thôi"): it counts only
   *   if an announcement is the last that came
   * @property unsure what was said names nothing ("đừng gửi nữa"): it counts only if an announcement is the last that
   *   came, and else is asked about
   * @property only whatever was stopped just now goes on, but for this
   * @property dossiers those may be meant, if no announcements are followed
   */
  | {
      kind: 'stop_following'
      what: StopFollowing
      bare?: true
      guide?: true
      unsure?: true
      only?: true
      dossiers?: true
      show?: 'topics'
    }
  /** A neighbourhood group of the unit, as somebody typed its name. */
  | { kind: 'find_group'; unit: string; named: string }
  /** The public code of a neighbourhood group, `NH-…`. */
  | { kind: 'join_group'; code: string }
  | { kind: 'leave_group'; group: string }
  | { kind: 'answer_poll'; announcement: string; choice: number }
  /** Something was typed that an announcement's question may be answered by, if that is the last that came. */
  | { kind: 'hear_poll'; words: string }

export type StopFollowing = 'all' | { topic: string } | { unit: string }

/**
 * What an official does about announcements in a chat; whether this chat is an official's is looked up each time.
 * @property words what was typed for it: from anybody else it is read as if it meant nothing of the kind
 */
export type DeskAsk = DeskWish & { words?: string }

type DeskWish =
  /**
   * @property to an announcement is to be written, if they may; or this is to be done with the one that waits for it: of
   * several they choose
   */
  | { kind: 'desk'; to?: 'write' | 'approve' | 'return' | 'submit' }
  /**
   * Begins a draft, or changes one.
   * @property files documents and pictures that were sent here
   * @property adds goes to the end of the text
   * @property dropsFiles those that it has go away
   */
  | {
      kind: 'desk_draft'
      id?: string
      fields: DraftFields
      files?: readonly SentFile[]
      adds?: string
      dropsFiles?: true
    }
  /**
   * @property confirmed the second confirmation, for what is urgent
   * @property version the one that was shown to who approves it
   */
  | {
      kind: 'desk_act'
      id: string
      act: AnnouncementAct
      confirmed?: true
      version?: number
      note?: string
    }
  /** @property to what it is shown for: to choose its recipients, or to do this with it after a question */
  | { kind: 'desk_show'; id: string; to?: 'audience' | AnnouncementAct }
  /**
   * What it looks like to those who get it.
   * @property channel one of those that run here; this conversation's when absent
   * @property to to be approved then
   */
  | { kind: 'desk_preview'; id: string; channel?: string; to?: 'approve' }

/** What is set of a draft; null takes a part away. Instants are ISO. */
export interface DraftFields {
  title?: string
  text?: string
  topic?: string
  audience?: Audience
  at?: string | null
  urgent?: string | null
  expiresAt?: string | null
  link?: { label: string; url: string } | null
  event?: { startsAt: string; endsAt?: string; place?: string } | null
  poll?: { question: string; options: readonly string[] } | null
  /** Whether a share of the recipients gets it first; true when absent. */
  canary?: boolean
}

export type JoinAnswer = 'yes' | 'no' | 'not_me'

export type AskAnswer =
  /** `own`: the code was made in this very conversation. */
  | { kind: 'code_state'; place: CarriedPlace | null; own?: true }
  | { kind: 'code_refused'; reason: 'unknown' | 'too_many_tries'; of?: 'chat_code' }
  | ({ kind: 'official_linked' } & OfficialRole)
  | { kind: 'group_bound'; unit: string; group?: string }
  /** `asked_other`: this side agrees, the other one is asked next. `over`: answered before, or too late. */
  | { kind: 'offer_answered'; outcome: 'asked_other' | 'joined' | 'declined' | 'not_me'; where: Where }
  | { kind: 'offer_over' }
  /** What has last been heard of comes first. */
  | { kind: 'joined_places'; places: readonly (CarriedPlace & { where: Where })[] }
  | {
      kind: 'sides'
      to: 'show' | 'erase'
      sides: readonly Side[]
      reminders: number
      /** How many are followed from here. */
      dossiers: number
      /** What is followed of the ward's news, here and where it is joined. */
      following?: Following
      /** The last two digits of the phone number that was shown to be theirs here. */
      phone?: string
      official?: OfficialRole
    }
  /** `where` is null when it had not been joined any more. */
  | { kind: 'unlinked'; where: Where | null }
  | DossierAnswer
  | FollowAnswer
  | DeskAnswer

export type DossierAnswer =
  /** `fresh`: from now on it is followed. */
  | { kind: 'dossier'; dossier: DossierView; fresh?: true }
  /** To be proved first; says nothing of whether there is such a dossier. */
  | { kind: 'dossier_unproved'; code: string }
  /** The digits do not go with the code, or there is no such code: the two are not told apart. */
  | { kind: 'dossier_wrong'; code: string }
  /** Too many wrong codes. @property until ISO instant */
  | { kind: 'dossier_wait'; until: string; for: 'hour' | 'day' }
  | { kind: 'slip_refused'; reason: 'unknown' | 'too_many_tries' }
  /** All that the person follows, in all their conversations, what changed last first. */
  | { kind: 'my_dossiers'; dossiers: readonly DossierView[]; phone: 'proved_now' | 'proved' | 'unproved' }
  /** A button of a follow that is over, or never was this person's. */
  | { kind: 'follow_over' }
  | { kind: 'telling_set'; code: string; tells: Tells }
  | { kind: 'unfollowed'; code: string }

export type FollowAnswer =
  /**
   * @property fresh nothing was followed before
   * @property added something is followed that was not; @property offers groups of the unit that may be joined
   */
  | ({ kind: 'following'; fresh?: true; added?: true; offers?: OfferedGroups } & Following)
  | { kind: 'follows_nothing' }
  /**
   * @property was what ended; `left` absent when nothing is followed any more
   * @property notFollowed that topic had not been followed anyway
   * @property last where all ended: the topic of the announcement that came last, if others were followed too
   */
  | {
      kind: 'stopped_following'
      was: StopFollowing
      left?: Following
      last?: string
      notFollowed?: true
    }
  /** What was said was about the guide, or about nothing. @property follows the ward's news goes on */
  | { kind: 'meant_guide'; follows?: true }
  /** To be asked whether it was meant for the ward's news. */
  | { kind: 'stop_unsure' }
  | { kind: 'group_joined'; group: FollowedGroup; unit: string; following: Following; fresh?: true }
  | { kind: 'group_unknown'; reason: 'unknown' | 'too_many_tries' }
  | { kind: 'poll_answered'; question: string; option: string; changed?: true }
  | { kind: 'poll_over' }
  /** What may be answered just now, as it was counted: one announcement's question, or those of a digest. */
  | { kind: 'open_polls'; options: readonly PollOption[] }

/** @property choice from 0; @property item which of a digest's announcements asks, from 1, where several do */
export interface PollOption {
  announcement: string
  choice: number
  option: string
  item?: number
}

export interface OfferedGroups {
  unit: string
  /** All that the unit has, by name. */
  groups: readonly FollowedGroup[]
}

export interface Following {
  /** Slugs; none when only what concerns the whole city is followed. */
  units: readonly string[]
  groups: readonly FollowedGroup[]
  topics: readonly string[]
}

export interface FollowedGroup {
  id: string
  name: string
}

export type DeskAnswer =
  /** This chat is nobody's who may write or approve announcements. */
  | { kind: 'no_desk' }
  | {
      kind: 'desk'
      official: OfficialRole
      /** Own ones not sent yet, those that wait for this official's approval, and those on their way. */
      drafts: readonly AnnouncementView[]
      toApprove: readonly AnnouncementView[]
      running: readonly AnnouncementView[]
    }
  | {
      kind: 'desk_announcement'
      view: AnnouncementView
      preview: AudiencePreview
      may: readonly AnnouncementAct[]
      reach: Reach
    }
  | {
      kind: 'desk_done'
      act: AnnouncementAct
      view: AnnouncementView
      may: readonly AnnouncementAct[]
      /** Of one that is taken back. */
      reach?: RecallReach
    }
  | { kind: 'desk_refused'; refusal: Refusal; id?: string }
  | {
      kind: 'desk_preview'
      view: AnnouncementView
      /** On which it looks like `message`. */
      channel: string
      message: Reply
      audience: AudiencePreview
      /** How it looks on the others that run here. */
      others: readonly PreviewedChannel[]
      may: readonly AnnouncementAct[]
      /** Gives places their names. */
      reach?: Reach
      /** Why it is not all there is to see: such a one is not to be approved yet. */
      missing?: Refusal
      /** It is shown again: what was to be approved was an older version. */
      changed?: true
    }

/** @property messages in how many it goes out; @property links of its files, those that are links there */
export interface PreviewedChannel {
  channel: string
  messages: number
  links: number
}

/** Whom an official may address. */
export interface Reach {
  /** Everybody who follows. */
  all: boolean
  units: readonly string[]
  groups: readonly FollowedGroup[]
  chats: readonly { id: string; name: string }[]
}

/** Another conversation of the same person. */
export interface Side {
  id: string
  where: Where
}

/** A channel, as the texts `side.<where>` say it; with `.other` where it is the very channel one is on. */
export type Where = string

/** As what an official is known in a chat; `unit` is a slug, or `all` for the city. */
export interface OfficialRole {
  name: string
  role: string
  unit: string
}

/** The place in a guide that a resume code carries to another channel: nothing that identifies anybody. */
export interface CarriedPlace {
  flow: string
  answers: Answers
  unit?: string
}

/** Answers by question id: a choice's id, several of them, a text, an ISO date or a number. */
export type Answers = Record<string, Answer>
export type Answer = string | readonly string[] | number

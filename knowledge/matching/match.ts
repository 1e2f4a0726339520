/** What a text is about, as far as it can be told without a language model. */
export interface Match {
  /** What the assistant does with it: names one procedure, offers up to three, follows an intent, or passes. */
  decision: 'procedure' | 'choices' | 'intent' | 'none'
  /** Best first, at most five. `score` is 0–1 and comparable only within one match. */
  procedures: { code: string; name: string; score: number }[]
  intent: Intent | null
  /** Every intent the text holds, the strongest first; an intent beside procedures stays here. */
  intents: Intent[]
  /** Which part of a procedure is asked for ("bao nhiêu tiền?"), if any. */
  aspect: Aspect | null
  /** In an emergency, the number to say first. */
  call?: '113' | '114' | '115'
  /** A life event that is told of rather than a procedure asked for ("nhà em sắp cưới"): its id in the life events. */
  lifeEvent?: string
  /** Procedures asked for besides the first, in the order said ("khai sinh và nhập khẩu"); only with `procedure`. */
  also?: string[]
  /** The name that was used for the first procedure, when it is one that has gone: as its file spells it. */
  formerName?: string
  /** Which of the four kinds the intent `feedback` is (facts 3.4). */
  feedback?: FeedbackKind
  /** With `none`: whose business it is instead, its id in the referrals. */
  referral?: string
}

/** About rules or officials; about rubbish, lights and the like; a complaint by law; a denunciation. */
export type FeedbackKind = 'rules' | 'scene' | 'complaint' | 'denunciation'

/** The parts of a procedure that may be asked for. */
export const aspects = [
  'papers',
  'fee',
  'time',
  'place',
  'hours',
  'online',
  'who',
  'deadline',
  'basis',
  'result',
  'late',
] as const
export type Aspect = (typeof aspects)[number]

/** Wishes that are not a procedure. Their wordings are data: `knowledge/matching/data/intents.yaml`. */
export type Intent =
  | 'emergency'
  | 'human'
  | 'dossier_status'
  | 'feedback'
  | 'meeting'
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'who_are_you'
  | 'hours'
  | 'place'
  | 'erase_data'
  | 'my_papers'
  | 'remind_me'
  | 'list_procedures'
  | 'change_ward'
  | 'resume_code'
  | 'insult'

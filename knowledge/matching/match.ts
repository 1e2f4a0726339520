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
}

export type Aspect =
  | 'papers'
  | 'fee'
  | 'time'
  | 'place'
  | 'hours'
  | 'online'
  | 'who'
  | 'deadline'
  | 'basis'
  | 'result'

/** Wishes that are not a procedure. Their wordings are data: `knowledge/matching/intents.yaml`. */
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

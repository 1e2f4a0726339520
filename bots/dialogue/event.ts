/** What a citizen did, already freed from the channel it came by. */
export type Event =
  | { kind: 'text'; text: string }
  /** A button was pressed; `ref` is the one the engine gave it, `null` when it is forged or from elsewhere. */
  | { kind: 'tap'; ref: string | null }
  /** The conversation was opened, perhaps by a deep link that names what it is about (`1.001193`). */
  | { kind: 'start'; payload?: string }
  | { kind: 'attachment'; type: AttachmentType; caption?: string }
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

export type Lang = 'vi' | 'en'

/** A question that the pure turn puts to the database; answered in the same transaction, then `turn` runs again. */
export type Ask = { kind: 'redeem_code'; code: string }

export type AskAnswer =
  | { kind: 'code_state'; place: CarriedPlace }
  | { kind: 'code_refused'; reason: 'unknown' | 'too_many_tries' }

/** The place in a guide that a resume code carries to another channel: nothing that identifies anybody. */
export interface CarriedPlace {
  flow: string
  answers: Answers
  unit?: string
}

/** Answers by question id: a choice's id, several of them, a text, an ISO date or a number. */
export type Answers = Record<string, Answer>
export type Answer = string | readonly string[] | number

import type { Temporal } from 'temporal-polyfill'
import type { Aspect, Match } from '../../knowledge/matching/match.ts'
import type { Effect } from './effect.ts'
import type { Answer, Answers, Ask, AskAnswer, AttachmentType, Lang, ProvenPhone, SentFile } from './event.ts'
import type { Block, Reply } from './reply.ts'
import type { State } from './state.ts'
import type { PreparedChoices } from './understand-answer.ts'

/** A conversation with a purpose, as a value: steps in order, some of them guarded. */
export interface Flow {
  id: string
  /** Changes whenever questions or choices do; a conversation begun under another one is carried over. */
  version: string
  /** Said within sentences: "đăng ký khai sinh". */
  title: Told
  /** The person is told how many steps it takes ("Bước 2/5"). */
  promised?: true
  /** Said when it came between and is left by "dừng"; what is said of any such question when absent. */
  left?: Told
  /** Said when an answer is not understood a third time, instead of the way to a person. */
  lost?: Told
  steps: readonly Step[]
  /**
   * What is new for somebody who began it under an older version, in one sentence; nothing when only its form
   * changed.
   */
  changedSince?(version: string, scope: Scope): string | undefined
  /** Answers a question about the flow's matter without losing the place. */
  about?(aspect: Aspect, scope: Scope): Block[] | undefined
}

/** Said to the person: the same in every case, or depending on the case. */
export type Told = Record<Lang, string> | ((scope: Scope) => string)

/** Whether a step applies; `undefined` while that depends on a question not yet answered. */
export type Guard = (scope: Scope) => boolean | undefined

export type Step = ChoiceStep | ManyStep | InputStep | SayStep | BranchStep | JumpStep | CallStep | DoStep
export type QuestionStep = ChoiceStep | ManyStep | InputStep

interface StepBase {
  /** Unique in its flow; ASCII, at most 20 characters, since it travels in buttons. */
  id: string
  when?: Guard
}

interface QuestionBase extends StepBase {
  ask: Told
  help?: Told
  /** Not one of the steps a person is promised ("Bước 2/5"): a confirmation on the way. */
  uncounted?: true
  /** Guards of later steps read this answer, so the number of steps left depends on it. */
  decides?: true
}

/** One of several. */
export interface ChoiceStep extends QuestionBase {
  kind: 'choice'
  choices: readonly FlowChoice[] | ((scope: Scope) => readonly FlowChoice[])
}

/** Any number of several. */
export interface ManyStep extends QuestionBase {
  kind: 'many'
  choices: readonly FlowChoice[] | ((scope: Scope) => readonly FlowChoice[])
}

/** Something typed, checked by `read`. */
export interface InputStep extends QuestionBase {
  kind: 'text' | 'date' | 'number'
  read(typed: string, scope: Scope): Reading
  /** Whether a value that came by a button (offered by `read` or `offers`) is acceptable. */
  accepts?(value: string, scope: Scope): boolean
  /** Buttons shown with the question from the start. */
  offers?(scope: Scope): readonly FlowChoice[]
  /** Said when the answer is not understood a second time, instead of what is said of any question of its kind. */
  reworded?: Told
  /** What is typed here proves something: it is not kept once it was heard. */
  secret?: true
  /**
   * Whether what is typed, as long as it is, is the answer whatever it holds, unless it is a command or a button: words
   * that are meant for others are no question, no call for help and no code.
   */
  whole?(typed: string): boolean
  /** How a value is said back. */
  show?(value: Answer, scope: Scope): string
}

export type Reading =
  /** `note` says how it was understood, before it is said back. */
  | { ok: true; value: string | number; note?: string }
  /** Not usable: why, and perhaps what was meant, to be picked. */
  | { ok: false; say: string; offer?: readonly FlowChoice[] }

export interface FlowChoice {
  /** ASCII, at most 28 characters. */
  id: string
  label: Record<Lang, string>
  says?: readonly string[]
  means?: 'yes' | 'no' | 'both' | 'neither' | 'unsure'
  /** Said after it is chosen, instead of repeating the label. */
  note?: Record<Lang, string>
  wayOut?: true
  /** What its button carries when it says the same also outside of this question; typed, it is the answer. */
  ref?: string
}

/** Says something and goes on: messages, or a sentence that heads the next message. */
export interface SayStep extends StepBase {
  kind: 'say'
  say(scope: Scope): Reply[] | string
}

/** Goes elsewhere within the flow; `forget` names answers to be asked anew. `undefined` goes on. */
export interface BranchStep extends StepBase {
  kind: 'branch'
  to(scope: Scope): { step: string; forget?: readonly string[] } | undefined
}

/**
 * Leaves this flow for another one (which may reuse answers), ends it, or takes up what was left, leaving in its
 * place what is under way.
 */
export interface JumpStep extends StepBase {
  kind: 'jump'
  to(scope: Scope): { flow: string; answers?: Answers } | 'end' | 'left'
}

/** Runs another flow and comes back; a question of its own as far as the number of steps goes. */
export interface CallStep extends StepBase {
  kind: 'call'
  flow: string
}

/** Changes something: the conversation's own state, or the world through effects. */
export interface DoStep extends StepBase {
  kind: 'do'
  /** With `ask` the turn ends here, to run again with the answer (`Heard.answered`). */
  run(scope: Scope): { effects?: Effect[]; set?: StateChange; ask?: Ask }
}

/** The parts of the state a flow may set. `undefined` clears one. */
export type StateChange = Partial<Pick<State, 'lang' | 'unit' | 'finished' | 'next'>>

/** What the project's answers outside of flows return (`Knowledge.respond`). */
export interface Outcome {
  replies?: Reply[]
  effects?: Effect[]
  set?: StateChange
  /** Begin a flow, leaving those under way unless `keep`; `next` names those to be begun after it. */
  begin?: { flow: string; answers?: Answers; keep?: true; next?: string[] }
  /** A guide from elsewhere, while one is under way or left here: the flow `ask` asks which to go on with. */
  bring?: { flow: string; answers: Answers; ask: string }
  /** Nothing was understood: counts as a miss. */
  missed?: true
  /** What was heard is, or nearly is, what opens something: it is not kept. */
  secret?: true
  /** Do not ask the open question again after the replies. */
  quiet?: true
  /** Asked of the database before anything is decided; all else here is then thrown away. */
  ask?: Ask
  /** Typed words that were not what was asked about: they are read once more, as anybody's (`Heard.plain`). */
  reads?: string
  /** The flow that asked, which came between: it is over. What lies below it goes on. */
  leaves?: string
}

/** What a step may look at. Everything in it was handed to the turn; nothing is read from outside. */
export interface Scope {
  readonly state: State
  readonly answers: Answers
  readonly knowledge: Knowledge
  readonly now: Temporal.Instant
  readonly lang: Lang
  /** The ward: the one this instance serves, else the one the person chose. */
  readonly unit: string | undefined
  /** Today in Hanoi. */
  readonly today: Temporal.PlainDate
  /** The same scope over other answers. */
  over(answers: Answers): Scope
  /** A text of the catalogue in the person's language. */
  text(key: string, values?: TextValues): string
}

export type TextValues = Record<string, string | number>

/** All that a turn knows of the world; pure to read, made anew when its data change. */
export interface Knowledge {
  /** A flow by its id, in the version in force on the scope's day. */
  flow(id: string, scope: Scope): CompiledFlow | undefined
  match(text: string): Match
  /**
   * The engine's own commands, heard in any step.
   * @param affirmable whether the open question can be answered by "đúng"
   */
  command(text: string, affirmable: boolean): Command | undefined
  /**
   * Whether a text holds a dossier's code or a slip's, the digits that were offered to be told, or a wish about the
   * ward's news: then it is no answer to what is asked otherwise.
   */
  holdsCode(text: string, scope: Scope): boolean
  text(key: string, lang: Lang, values?: TextValues): string
  /** The answer to what is neither an answer to the open question nor a command of the engine. */
  respond(heard: Heard, scope: Scope): Outcome
  /** What a button outside of flows is called, so that it can be typed: `p.<procedure>`, `c.<what>`. */
  label(ref: string, scope: Scope): string | undefined
  /** The ward, when this instance serves only one. */
  readonly onlyUnit: string | undefined
}

export type Command =
  | 'back'
  | 'restart'
  | 'stop'
  | 'leave'
  | 'follow_news'
  | 'stop_news'
  | 'resume'
  | 'help'
  | 'repeat'
  | 'change'
  | 'human'
  | 'language'
  | 'vietnamese'
  | 'english'
  | 'my_data'
  | 'my_dossiers'
  | 'join'
  | 'keep_apart'
  | 'not_me'

/** What was heard that is no answer to the open question. */
export type Heard =
  /** @property plain from somebody of whom it is known that they have no desk */
  | { kind: 'text'; text: string; match: Match; flow: CompiledFlow | undefined; plain?: true }
  /** The conversation was opened, perhaps by a deep link. */
  | { kind: 'start'; payload: string | undefined; follows?: true }
  /** A button that stands outside flows: `p.<procedure>`, `c.<what>`, `t:<run>.<paper>`. */
  | { kind: 'button'; ref: string }
  /** A button of a guide that is over (`run` of a finished one), or one nobody knows any more. */
  | { kind: 'old_button'; run: number | undefined }
  /** Nothing is under way: what can be done here. */
  | { kind: 'home' }
  /** The very first contact. @property follows which is a yes to the ward's news, or came after one */
  | { kind: 'greet'; follows?: true }
  | { kind: 'attachment'; type: AttachmentType; image?: string; file?: SentFile; caption?: string }
  | { kind: 'contact'; phone: ProvenPhone | null }
  | { kind: 'photo_read'; codes: readonly string[] }
  | { kind: 'answered'; ask: Ask; answer: AskAnswer }

/** A flow with what every turn needs worked out once. */
export interface CompiledFlow {
  readonly flow: Flow
  readonly index: ReadonlyMap<string, number>
  /** For each step, how many counted questions stand before it, when none of them is guarded; else undefined. */
  readonly ordinals: readonly number[] | undefined
  readonly counted: number
  readonly prepared: ReadonlyMap<string, Record<Lang, PreparedChoices>>
}

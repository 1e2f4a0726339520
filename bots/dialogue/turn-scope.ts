import type { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import type { Answers, Lang } from './event.ts'
import type { Knowledge, Scope, TextValues } from './flow.ts'
import type { State } from './state.ts'

/** The scope of one turn. */
export class TurnScope implements Scope {
  readonly state: State
  readonly answers: Answers
  readonly knowledge: Knowledge
  readonly now: Temporal.Instant
  /** Shared by the scopes of one turn: worked out only when a step asks, since most turns never do. */
  readonly #day: { today?: Temporal.PlainDate }

  constructor(
    state: State,
    answers: Answers,
    knowledge: Knowledge,
    now: Temporal.Instant,
    day: { today?: Temporal.PlainDate } = {},
  ) {
    this.state = state
    this.answers = answers
    this.knowledge = knowledge
    this.now = now
    this.#day = day
  }

  get lang(): Lang {
    return this.state.lang
  }

  get unit(): string | undefined {
    return this.knowledge.onlyUnit ?? this.state.unit
  }

  get today(): Temporal.PlainDate {
    this.#day.today ??= hanoiDay(this.now)
    return this.#day.today
  }

  over(answers: Answers): Scope {
    return new TurnScope(this.state, answers, this.knowledge, this.now, this.#day)
  }

  text(key: string, values?: TextValues): string {
    return this.knowledge.text(key, this.state.lang, values)
  }
}

import type { Temporal } from 'temporal-polyfill'
import type { Effect } from './effect.ts'
import type { Answers, Ask } from './event.ts'
import type { CompiledFlow, Knowledge, Scope, StateChange, Step } from './flow.ts'
import type { Block, Choice, Reply } from './reply.ts'
import type { Frame, State } from './state.ts'
import type { TurnResult } from './turn-result.ts'
import { TurnScope } from './turn-scope.ts'

/**
 * The working copy of one turn: the next state and the replies as they grow. It lives only as long as the
 * turn, never changes what it was given, and is the one place where the turn's own parts write.
 */
export class Sprint {
  state: State
  ask: Ask | undefined
  readonly replies: Reply[] = []
  readonly effects: Effect[] = []
  readonly knowledge: Knowledge
  readonly now: Temporal.Instant
  /** Said at the head of the next reply: what was understood. */
  #lead: Block[] = []

  constructor(state: State, knowledge: Knowledge, now: Temporal.Instant) {
    this.state = state
    this.knowledge = knowledge
    this.now = now
  }

  get top(): Frame | undefined {
    return this.state.frames.at(-1)
  }

  /** Whether anything is said in this turn. */
  get said(): boolean {
    return this.replies.length > 0 || this.#lead.length > 0
  }

  scope(answers: Answers = this.top?.answers ?? {}): Scope {
    return new TurnScope(this.state, answers, this.knowledge, this.now)
  }

  /** The flow of a frame; `undefined` when there is no such flow any more. */
  flowOf(frame: Frame): CompiledFlow | undefined {
    return this.knowledge.flow(frame.flow, this.scope(frame.answers))
  }

  /** The open question with its flow, if one is open. */
  open(): { frame: Frame; compiled: CompiledFlow; step: Step; at: number } | undefined {
    const frame = this.top
    const compiled = frame && this.flowOf(frame)
    const at = compiled?.index.get(frame?.step ?? '')
    const step = at === undefined ? undefined : compiled?.flow.steps[at]
    return frame && compiled && step && at !== undefined ? { frame, compiled, step, at } : undefined
  }

  set(change: StateChange): void {
    this.state = { ...this.state, ...change }
  }

  text(key: string, values?: Record<string, string | number>): string {
    return this.knowledge.text(key, this.state.lang, values)
  }

  /** Keeps a sentence for the head of the next reply. */
  lead(...said: (string | undefined)[]): void {
    for (const text of said) if (text) this.#lead.push({ kind: 'text', text })
  }

  push(...replies: Reply[]): void {
    for (const reply of replies) {
      this.replies.push(this.#lead.length ? { ...reply, blocks: [...this.#lead, ...reply.blocks] } : reply)
      this.#lead = []
    }
  }

  pushFrame(flow: CompiledFlow, answers: Answers): void {
    const run = this.state.runs + 1
    const frame: Frame = { flow: flow.flow.id, version: flow.flow.version, step: '', run, answers }
    this.state = { ...this.state, runs: run, frames: [...this.state.frames, frame] }
  }

  replaceTop(frame: Frame): void {
    const frames = this.state.frames.slice()
    frames[frames.length - 1] = frame
    this.state = { ...this.state, frames }
  }

  /** Keeps the lowest `depth` frames. */
  cutTo(depth: number): void {
    this.state = { ...this.state, frames: this.state.frames.slice(0, depth) }
  }

  result(): TurnResult {
    if (this.#lead.length) this.push({ blocks: [] })
    const state = withoutEmpty({ ...this.state, offer: this.#offered() })
    return this.ask
      ? { state, replies: this.replies, effects: this.effects, ask: this.ask }
      : { state, replies: this.replies, effects: this.effects }
  }

  /** Buttons of the last reply that its open question does not know by itself. */
  #offered(): string[] | undefined {
    const choices: Choice[] = this.replies.at(-1)?.choices ?? []
    const own = this.top ? `g${this.top.run}.${this.top.step}.` : undefined
    const open = own && choices.some(({ ref }) => ref.startsWith(own)) ? this.open() : undefined
    const known = open?.step.kind === 'choice'
    const refs = choices.map(({ ref }) => ref).filter((ref) => !(known && own && ref.startsWith(own)))
    if (!this.replies.length) return this.state.offer
    return refs.length ? refs : undefined
  }
}

/** A state is stored as JSON: what is undefined there should not be there at all. */
function withoutEmpty(state: State): State {
  const clean = { ...state }
  if (clean.offer === undefined) delete clean.offer
  if (clean.misses === undefined || clean.misses === 0) delete clean.misses
  if (clean.left === undefined) delete clean.left
  if (clean.finished === undefined) delete clean.finished
  if (clean.unit === undefined) delete clean.unit
  return clean
}

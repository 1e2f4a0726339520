import type { Temporal } from 'temporal-polyfill'
import type { Effect } from './effect.ts'
import type { Answers, Ask, Lang } from './event.ts'
import type { CompiledFlow, Knowledge, Scope, StateChange, Step } from './flow.ts'
import { newState } from './new-state.ts'
import type { Block, Reply } from './reply.ts'
import type { Frame, State } from './state.ts'
import type { TurnResult } from './turn-result.ts'
import { TurnScope } from './turn-scope.ts'

/** Questions that hold what was heard, where that opens a dossier. */
const secretAsks = new Set<Ask['kind']>(['prove_dossier', 'redeem_slip'])

/**
 * The working copy of one turn: the next state and the replies as they grow. It lives only as long as the
 * turn, never changes what it was given, and is the one place where the turn's own parts write.
 */
export class Sprint {
  state: State
  ask: Ask | undefined
  /** Whether nothing of what was heard is to be kept. */
  secret = false
  readonly replies: Reply[] = []
  readonly effects: Effect[] = []
  readonly knowledge: Knowledge
  readonly now: Temporal.Instant
  readonly #langBefore: Lang
  /** Said at the head of the next reply: what was understood. */
  #lead: Block[] = []

  constructor(state: State, knowledge: Knowledge, now: Temporal.Instant) {
    this.state = state
    this.#langBefore = state.lang
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

  /** Whether the open question is for what is not to be kept. */
  asksSecret(): boolean {
    const step = this.open()?.step
    return step !== undefined && 'secret' in step && step.secret === true
  }

  /** The guide under way, be it beneath a question that came between. */
  guide(): { frame: Frame; compiled: CompiledFlow } | undefined {
    for (const frame of this.state.frames) {
      const compiled = this.flowOf(frame)
      if (compiled?.flow.about) return { frame, compiled }
    }
    return undefined
  }

  /** How many of the frames are a guide and what it called itself; what lies above came between. */
  ownDepth(): number {
    const { frames } = this.state
    let depth = frames[0] && this.flowOf(frames[0])?.flow.promised ? 1 : 0
    while (depth > 0 && depth < frames.length) {
      const below = frames[depth - 1]
      const compiled = below && this.flowOf(below)
      const step = compiled?.flow.steps[compiled.index.get(below?.step ?? '') ?? -1]
      if (step?.kind !== 'call' || step.flow !== frames[depth]?.flow) break
      depth++
    }
    return depth
  }

  /** Everything about the person goes: what they erase must not stand in the state either. */
  forget(): void {
    this.state = newState(this.state.lang, this.state.group ?? false)
  }

  /** Leaves a guide, to be taken up again later; what had been left before it stays behind it. */
  leave(frames: Frame[]): void {
    const { left } = this.state
    this.state = { ...this.state, left: frames, ...(left?.length ? { older: left } : {}) }
  }

  /** Takes up what was left last. */
  takeUp(): void {
    const { left = [], older } = this.state
    this.state = { ...this.state, frames: left, left: older, older: undefined }
  }

  /** A guide begun anew: what was left of it before is no longer to be gone on with. */
  dropLeft(flow: string): void {
    const kept = [this.state.left, this.state.older].filter(
      (frames) => frames?.length && frames[0]?.flow !== flow,
    )
    this.state = { ...this.state, left: kept[0], older: kept[1] }
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
    const { phoneButton, replies: buttoned } = this.#withPhoneButton()
    const state = withoutEmpty({ ...this.state, offer: this.#offered(), phoneButton })
    const { lang } = this.state
    const numbered = this.#numbered(buttoned)
    const replies = lang === this.#langBefore ? numbered : numbered.map((reply) => ({ ...reply, lang }))
    const secret = this.secret || (this.ask !== undefined && secretAsks.has(this.ask.kind))
    const result = { state, replies, effects: this.effects, ...(secret ? { secret } : {}) }
    return this.ask ? { ...result, ask: this.ask } : result
  }

  /** Buttons of this turn that the open question does not know by itself. */
  #offered(): string[] | undefined {
    if (!this.replies.length) return this.state.offer
    const own = this.top ? `g${this.top.run}.${this.top.step}.` : undefined
    const known = this.open()?.step.kind === 'choice'
    const refs = this.replies
      .flatMap(({ choices = [] }) => choices.map(({ ref }) => ref))
      .filter((ref) => !ref.startsWith('m') && !(known && own && ref.startsWith(own)))
    return refs.length ? refs : undefined
  }

  /** The button to share a phone number goes with the next message that has no buttons of its own. */
  #withPhoneButton(): { phoneButton: true | undefined; replies: Reply[] } {
    if (this.replies.some(({ asksPhone }) => asksPhone)) return { phoneButton: true, replies: this.replies }
    const bare = this.state.phoneButton ? this.replies.find(({ choices }) => !choices?.length) : undefined
    if (!bare) return { phoneButton: this.state.phoneButton, replies: this.replies }
    const replies = this.replies.map((reply) =>
      reply === bare ? { ...reply, dropsPhoneButton: true as const } : reply,
    )
    return { phoneButton: undefined, replies }
  }

  /** A number typed must mean one thing: the open question's choice, else one counted through all messages. */
  #numbered(replies: Reply[]): Reply[] {
    const counted = ({ choices, numberedFrom }: Reply) => choices?.length && numberedFrom !== 0
    const many = replies.filter(counted).length > 1
    if (!many) return replies
    const own = this.top && `g${this.top.run}.${this.top.step}.`
    const questioned =
      this.open()?.step.kind === 'choice' ||
      (own && replies.at(-1)?.choices?.some(({ ref }) => ref.startsWith(own)))
    let next = 1
    return replies.map((reply, at) => {
      if (!reply.choices?.length || !counted(reply)) return reply
      if (questioned) return at === replies.length - 1 ? reply : { ...reply, numberedFrom: 0 }
      const from = next
      next += reply.choices.filter(({ wayOut }) => !wayOut).length
      return from > 1 ? { ...reply, numberedFrom: from } : reply
    })
  }
}

/** A state is stored as JSON: what is undefined there should not be there at all. */
function withoutEmpty(state: State): State {
  const clean = { ...state }
  if (clean.offer === undefined) delete clean.offer
  if (clean.phoneButton === undefined) delete clean.phoneButton
  if (clean.misses === undefined || clean.misses === 0) delete clean.misses
  if (clean.left === undefined) delete clean.left
  if (clean.older === undefined) delete clean.older
  if (clean.next === undefined) delete clean.next
  if (clean.finished === undefined) delete clean.finished
  if (clean.unit === undefined) delete clean.unit
  return clean
}

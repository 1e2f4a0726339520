import type { Lang } from './lang.ts'

/** One message to a person, said in blocks; a channel renders it in its own way. */
export interface Reply {
  blocks: Block[]
  /** Where the person is, e.g. "Bước 2/5"; shown with the question. */
  progress?: string
  choices?: Choice[]
  /**
   * The number of the first choice, where other messages of the same turn have choices too: counted through, or
   * 0 for no numbers, since those belong to the open question. 1 when absent.
   */
  numberedFrom?: number
  /** From here on the conversation is in this language: a page changes its own labels. */
  lang?: Lang
  /** What was said before is erased: a page that still shows it takes it away. */
  clears?: true
  /** The message carrying the tapped button may be replaced by this one where the channel can edit. */
  replacesTapped?: true
  /**
   * Where the channel no longer lets us write freely, what says the same by a template that it has approved, by the
   * template's name; without such a template the message waits.
   */
  template?: { name: string; values: Record<string, string> }
  /**
   * Where the channel can prove a phone number, a button of this label to share it comes with the message, before its
   * choices.
   */
  asksPhone?: string
  /** The button to share a phone number, which an earlier message brought, goes away. */
  dropsPhoneButton?: true
  /** Files that go with it, for channels that can carry them; what a channel cannot is among the blocks, as a link. */
  files?: FileRef[]
  /** For a group's own board, where the channel has one; elsewhere the blocks say it. */
  board?: Board
}

/** A file that the channel asks its store for; `type` is MIME, `size` in bytes. */
export interface FileRef {
  id: string
  name: string
  type: string
  size: number
}

/** @property at ISO 8601 instant */
export type Board =
  | { kind: 'reminder'; title: string; at: string }
  | { kind: 'poll'; question: string; options: string[] }

/** Plain text everywhere: no markup is ever read from it, so nothing needs escaping before a channel renders it. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'title'; text: string }
  | { kind: 'list'; items: string[]; ordered?: true }
  /** Papers to bring; `done` ones are drawn as ticked. */
  | { kind: 'checklist'; items: { text: string; note?: string; done: boolean }[] }
  /** Label and value side by side, e.g. fee, time, place. */
  | { kind: 'facts'; items: { label: string; value: string }[] }
  | { kind: 'link'; label: string; url: string }
  /** How far something has come, first step first; `state` says more than whether it is passed. */
  | { kind: 'steps'; items: { label: string; state: StepState }[] }

export type StepState = 'done' | 'now' | 'waiting' | 'ended' | 'to_come'

export interface Choice {
  label: string
  /** Opaque to channels; ASCII, at most 52 bytes, comes back as `tap`. */
  ref: string
  /** A way out is not counted when a person types a number. */
  wayOut?: true
}

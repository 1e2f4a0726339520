import type { Lang } from '../../dialogue/event.ts'
import type { ToldCase } from './tell-case.ts'

/** One procedure on one page, for somebody who has answered nothing: what holds for all, and each case by name. */
export interface ProcedureSheet {
  code: string
  lang: Lang
  /** As people call it. */
  title: string
  /** As the law calls it. */
  name: string
  /** The assistant asks about the case and tells what that one needs. */
  guided: boolean
  sections: SheetSection[]
  /** What the mark `*` in the lines means, when there are any. */
  doubt?: string
  /** When the facts were last compared with their source. */
  checked: string
  /** Said once the day has come on which they were to be compared again. */
  overdue?: string
  /** Its page on the national portal. */
  portal?: { label: string; url: string }
}

export interface SheetSection {
  id: SheetSectionId
  label: string
  lines: SheetLine[]
}

export type SheetSectionId =
  | 'who'
  | 'papers'
  | 'papers_some'
  | 'papers_spared'
  | 'fee'
  | 'time'
  | 'where'
  | 'hours'
  | 'how'
  | 'deadlines'
  | 'late'
  | 'notes'
  | 'result'
  | 'after'
  | 'related'
  | 'basis'

export interface SheetLine {
  text: string
  /** The case it is for; `null` when that cannot be said in a few words, absent when it is for everybody. */
  case?: ToldCase | null
  /** Shorter remarks below it, each without a full stop; of a paper, the first is its form. */
  notes?: string[]
  /** The procedure it is about, where that has a page too. */
  code?: string
}

import type { Scope } from '../../dialogue/flow.ts'
import { readDeskWords } from './read-desk-words.ts'
import { readSureId } from './sure-flow.ts'
import { readDraftId } from './write-draft.ts'

/**
 * Whether it says no more than "duyệt" or "trả lại" while the desk asks something: notices come unasked, so another one
 * than what is asked about may be meant.
 */
export function holdsVerdict(text: string, { state }: Pick<Scope, 'state'>): boolean {
  const open = state.frames.at(-1)?.flow ?? ''
  if (readDraftId(open) === undefined && readSureId(open)?.what !== 'approve') return false
  const ask = readDeskWords(text)
  return ask?.kind === 'desk' && (ask.to === 'approve' || ask.to === 'return')
}

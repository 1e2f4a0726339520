import type { AnnouncementView } from '../../../knowledge/announcements/announcement.ts'
import type { DeskAnswer, DeskAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { beginDraftId } from './begin-draft.ts'
import { readSureId } from './sure-flow.ts'

/**
 * What was wished for without a number: of the one announcement that waits for it.
 * @returns undefined where none does, or several do: then they are listed
 */
export function takeOnlyOne(
  { ask, answer }: { ask: DeskAsk; answer: Extract<DeskAnswer, { kind: 'desk' }> },
  scope: Scope,
): Outcome | undefined {
  if (ask.kind !== 'desk') return undefined
  if (ask.to === 'write') return { begin: { flow: beginDraftId, keep: true } }
  if (ask.to === 'submit') {
    const id = onlyOf(answer.drafts.filter(({ submitted }) => !submitted))
    return id === undefined ? undefined : { ask: { kind: 'desk_act', id, act: 'submit' } }
  }
  const id = ask.to && onlyOf(answer.toApprove)
  if (id === undefined) return undefined
  if (ask.to === 'return') return { ask: { kind: 'desk_show', id, to: 'return' } }
  // It was shown just now, and nothing else waits that could be meant.
  const sure = readSureId(scope.state.frames.at(-1)?.flow ?? '')
  return sure?.what === 'approve' && sure.id === id
    ? { ask: { kind: 'desk_act', id, act: 'approve', version: sure.version } }
    : { ask: { kind: 'desk_preview', id, to: 'approve' } }
}

function onlyOf(views: readonly AnnouncementView[]): string | undefined {
  return views.length === 1 ? views[0]?.content.id : undefined
}

import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { beginDraftId, readDraft } from './begin-draft.ts'
import { readDraftId } from './write-draft.ts'

/** A picture or a document that is sent while an announcement is being written belongs to it. */
export function hearDeskFile(
  { file, type, caption }: Extract<Heard, { kind: 'attachment' }>,
  scope: Scope,
): Outcome | undefined {
  const open = scope.state.frames.at(-1)?.flow ?? ''
  const id = readDraftId(open)
  if (id === undefined && open !== beginDraftId) return undefined
  if (!file) return type === 'photo' || type === 'file' ? say(scope.text('desk.file.unreadable')) : undefined
  if (id !== undefined) return { ask: { kind: 'desk_draft', id, fields: {}, files: [file] } }
  return caption?.trim()
    ? { ask: { kind: 'desk_draft', fields: readDraft(caption), files: [file] } }
    : say(scope.text('desk.file.text_first'))
}

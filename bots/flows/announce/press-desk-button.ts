import type { DeskAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { askedAbout, type DeskRef, readDeskRef } from './desk-refs.ts'

/** A button of the desk was pressed; undefined for one that is none. Whose chat this is, the desk knows. */
export function pressDeskButton(ref: string, scope: Scope): Outcome | undefined {
  const read = readDeskRef(ref)
  if (!read || scope.state.group) return undefined
  if (read.kind === 'sample') return say(scope.text('desk.preview.sample'))
  return { ask: askOfRef(read) }
}

/** What a button of the desk asks. */
export function askOfRef(ref: Exclude<DeskRef, { kind: 'sample' }>): DeskAsk {
  switch (ref.kind) {
    case 'desk':
      return { kind: 'desk' }
    case 'new':
      return { kind: 'desk', to: 'write' }
    case 'show':
      return { kind: 'desk_show', id: ref.id }
    case 'preview':
      return { kind: 'desk_preview', id: ref.id, ...(ref.channel ? { channel: ref.channel } : {}) }
    case 'act':
      return askToAct(ref)
  }
}

function askToAct({ act, id, sure, urgent, version }: Extract<DeskRef, { kind: 'act' }>): DeskAsk {
  if (act === 'approve' && !sure) return { kind: 'desk_preview', id, to: 'approve' }
  // What needs a question first, or more words, is looked up before it is asked.
  if (act === 'edit' || act === 'return' || (askedAbout.includes(act) && !sure))
    return { kind: 'desk_show', id, to: act }
  return {
    kind: 'desk_act',
    id,
    act,
    ...(urgent ? { confirmed: true } : {}),
    ...(version === undefined ? {} : { version }),
  }
}

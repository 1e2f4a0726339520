import type { Flow } from '../../dialogue/flow.ts'
import type { PartWords } from './draft-part.ts'
import { writtenStep } from './parts/written-step.ts'

/** Long enough to say what is to be changed. */
const longestNote = 500

/** Sends a draft back to its author, with a word on why. */
export function returnDraft(id: string, words: PartWords): Flow {
  return {
    id: returnId(id),
    version: '1',
    title: words.both('desk.return.title'),
    steps: [
      writtenStep(
        {
          id: 'note',
          longest: longestNote,
          offers: () => [{ id: 'none', label: words.both('desk.note.none'), wayOut: true }],
        },
        words,
      ),
      {
        kind: 'do',
        id: 'save',
        run({ answers: { note } }) {
          const said = note === 'none' ? {} : { note: String(note) }
          return { ask: { kind: 'desk_act', id, act: 'return', ...said } }
        },
      },
    ],
  }
}

export function returnId(id: string): string {
  return `return_draft:${id}`
}

/** The draft of such a flow's id. */
export function readReturnId(flow: string): string | undefined {
  return /^return_draft:(\d{1,18})$/.exec(flow)?.[1]
}

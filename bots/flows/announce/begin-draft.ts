import type { DraftFields } from '../../dialogue/event.ts'
import type { Flow } from '../../dialogue/flow.ts'
import type { PartWords } from './draft-part.ts'
import { writtenStep } from './parts/written-step.ts'

/** A first line of so many characters, with more below it, is a title. */
const longestTitle = 100

export const beginDraftId = 'new_draft'

/** The one question from which a draft begins: what it says. */
export function beginDraft(words: PartWords): Flow {
  const longest = words.facts.longest.text + words.facts.longest.title
  return {
    id: beginDraftId,
    version: '1',
    title: words.both('desk.draft.title'),
    steps: [
      { ...writtenStep({ id: 'text', longest }, words), ask: words.both('desk.ask.begin') },
      {
        kind: 'do',
        id: 'save',
        run: ({ answers }) => ({ ask: { kind: 'desk_draft', fields: readDraft(String(answers.text)) } }),
      },
    ],
  }
}

/** What was typed or forwarded, with its first line as title where that is short. */
export function readDraft(typed: string): DraftFields {
  const said = typed.trim()
  const [, first = '', rest = ''] = /^([^\n]+)\n([\s\S]+)$/.exec(said) ?? []
  const title = first.trim().replace(/[:.]$/, '')
  return title && [...title].length <= longestTitle && rest.trim()
    ? { title, text: rest.trim() }
    : { text: said }
}

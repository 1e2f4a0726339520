import type { InputStep } from '../../../dialogue/flow.ts'
import type { DraftPart, PartWords } from '../draft-part.ts'
import { writtenStep } from './written-step.ts'

/** A page to read on, under a name of its own. */
export function linkPart(words: PartWords): DraftPart {
  const { both, facts } = words
  const url: InputStep = {
    kind: 'text',
    id: 'link',
    uncounted: true,
    ask: both('desk.ask.link'),
    offers: () => [{ id: 'none', label: both('desk.link.none'), wayOut: true }],
    whole: (typed) => /^\s*https?:\/\/\S+\s*$/i.test(typed),
    read(typed, scope) {
      const address = /https?:\/\/\S+/i.exec(typed)?.[0]
      return address ? { ok: true, value: address } : { ok: false, say: scope.text('desk.refused.bad_link') }
    },
    accepts: () => false,
  }
  return {
    id: 'link',
    steps: [
      url,
      {
        ...writtenStep(
          {
            id: 'label',
            longest: facts.longest.link_label,
            offers: () => [{ id: 'more', label: both('desk.link.more') }],
          },
          words,
        ),
        when: ({ answers }) => (answers.link === undefined ? undefined : answers.link !== 'none'),
      },
    ],
    change(scope) {
      const { link, label } = scope.answers
      if (link === 'none') return { fields: { link: null } }
      const called = label === 'more' ? scope.text('desk.link.more') : String(label)
      return { fields: { link: { url: String(link), label: called } } }
    },
  }
}

import type { DraftPart, PartWords } from '../draft-part.ts'
import { writtenStep } from './written-step.ts'

/** A question to those who get it, with its answers. */
export function pollPart(words: PartWords): DraftPart {
  const { both, facts } = words
  const { poll_question, poll_option } = facts.longest
  return {
    id: 'poll',
    steps: [
      writtenStep(
        {
          id: 'poll',
          longest: poll_question,
          offers: () => [{ id: 'none', label: both('desk.poll.none'), wayOut: true }],
        },
        words,
      ),
      {
        ...writtenStep(
          {
            id: 'options',
            longest: (poll_option + 2) * facts.poll_options,
            offers: () => [{ id: 'yes_no', label: both('desk.poll.yes_no') }],
          },
          words,
        ),
        when: ({ answers }) => (answers.poll === undefined ? undefined : answers.poll !== 'none'),
      },
    ],
    change(scope) {
      const { poll, options } = scope.answers
      if (poll === 'none') return { fields: { poll: null } }
      const said = options === 'yes_no' ? scope.text('desk.poll.yes_no') : String(options)
      return { fields: { poll: { question: String(poll), options: readOptions(said) } } }
    },
  }
}

/** One a line; on one line with semicolons, slashes or commas between. */
function readOptions(typed: string): string[] {
  const between = [/\n/, /;/, /\//, /,/].find((one) => one.test(typed)) ?? /\n/
  return typed
    .split(between)
    .map((one) => one.replace(/^\s*(?:[-–•*]|\d{1,2}[.)])\s+/, '').trim())
    .filter(Boolean)
}

import type { Told } from '../find-told.ts'
import { fold } from '../fold.ts'
import type { MatchEntry, Prepared } from '../prepare-matching.ts'
import type { Question } from './read-questions.ts'
import type { Example } from './train-classifier.ts'

const nameWeight = 0.7
const wordingWeight = 0.4
const bareWeight = 0.5

/** The names of procedures and the wordings of referrals, as examples of themselves. */
export function ownExamples(
  prepared: Prepared,
  entries: readonly MatchEntry[],
  referrals: readonly Told[],
): Example[] {
  return [
    ...entries.flatMap(({ code, name, short, aliases, formerNames = [] }) =>
      [name, short, ...aliases, ...formerNames].flatMap((text) =>
        asTyped(prepared, text, [code], nameWeight),
      ),
    ),
    ...referrals.flatMap(({ id, says }) =>
      says.flatMap((said) => asTyped(prepared, plain(said), [`none:${id}`], wordingWeight)),
    ),
  ]
}

/** A labelled question as an example of what it asks for. */
export function exampleOf(prepared: Prepared, question: Question): Example[] {
  const classes = taughtOf(question).map((label) => {
    if (label === 'feedback' && question.feedback) return `feedback:${question.feedback}`
    return label === 'none' && question.referral ? `none:${question.referral}` : label
  })
  return asTyped(prepared, question.text, classes, 1)
}

/**
 * What a question teaches. Where an intent and a procedure are both right ("tôi muốn tố cáo cán bộ"), it is the intent:
 * what is to be handed in is turned to the right door, and who asks about the procedure asks otherwise.
 */
export function taughtOf({ expected, match }: Question): readonly string[] {
  const wishes = expected.filter((label) => label !== 'none' && !/^(?:\d|local)\./.test(label))
  return match === 'any' && wishes.length > 0 ? wishes : expected
}

/** With its diacritics and, counting less, as many people type: without. */
function asTyped(prepared: Prepared, text: string, classes: readonly string[], weight: number): Example[] {
  const bare = fold(text)
  const written = [{ text, weight }]
  if (bare !== text.toLowerCase()) written.push({ text: bare, weight: weight * bareWeight })
  return written.map((one) => {
    const words = prepared.meant(prepared.words(one.text))
    return {
      features: prepared.features(prepared.read(words), prepared.find(words)),
      classes,
      weight: one.weight,
    }
  })
}

/** A wording without its alternatives and gaps. */
function plain(said: string): string {
  return said
    .replace(/[\^$]/g, '')
    .split(/\s+/)
    .filter((part) => part !== '..')
    .map((part) => part.split('|')[0])
    .join(' ')
}

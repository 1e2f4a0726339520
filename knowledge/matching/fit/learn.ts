import { aspectFeatures } from '../aspect-features.ts'
import type { Told } from '../find-told.ts'
import { fold } from '../fold.ts'
import type { MatchingData } from '../load-matching-data.ts'
import type { MatchEntry, Prepared } from '../prepare-matching.ts'
import type { Question } from './read-questions.ts'
import type { Example } from './train-classifier.ts'

const nameWeight = 0.7
const wordingWeight = 0.4
const aspectWeight = 0.7
const bareWeight = 0.5
/** Who labelled a question did not always name the part that it asks for. */
const noneWeight = 0.3

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

/** The wordings of the parts of a procedure, as examples of themselves. */
export function aspectWordings(prepared: Prepared, data: MatchingData): Example[] {
  return data.aspects.flatMap(({ aspect, wordings }) =>
    wordings.map(({ steps }) => {
      const words = steps.flatMap(({ any }) => any[0] ?? [])
      return {
        features: aspectFeatures(words, prepared.aspect(words)),
        classes: [aspect],
        weight: aspectWeight,
      }
    }),
  )
}

/** A labelled question as an example of the part that it asks for; most that ask for none ask for all of it. */
export function aspectExampleOf(prepared: Prepared, { text, facet }: Question): Example[] {
  return writingsOf(text, facet ? 1 : noneWeight).map((written) => {
    const words = prepared.words(written.text)
    return {
      features: aspectFeatures(words, prepared.aspect(words)),
      classes: [facet ?? 'none'],
      weight: written.weight,
    }
  })
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
  return writingsOf(text, weight).map((written) => {
    const words = prepared.meant(prepared.words(written.text))
    return {
      features: prepared.features(prepared.read(words), prepared.find(words)),
      classes,
      weight: written.weight,
    }
  })
}

function writingsOf(text: string, weight: number): { text: string; weight: number }[] {
  const bare = fold(text)
  return [
    { text, weight },
    ...(bare === text.toLowerCase() ? [] : [{ text: bare, weight: weight * bareWeight }]),
  ]
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

import { type Candidates, createCandidates, type Found } from './create-candidates.ts'
import type { Classifier } from './create-classifier.ts'
import { createLexicon } from './create-lexicon.ts'
import { dropDenied } from './drop-denied.ts'
import { type Features, featuresOf } from './features-of.ts'
import { createAspectFinder, createIntentFinder } from './find-intents.ts'
import { createToldFinder, type Told } from './find-told.ts'
import type { MatchingData } from './load-matching-data.ts'
import type { Aspect, Intent } from './match.ts'
import { type MatchEntry, type PreparedProcedure, prepareProcedure } from './prepare-procedure.ts'
import { createQueryReader, type Query } from './read-query.ts'
import { readWord, readWords, type Word } from './read-words.ts'

export type { MatchEntry }

/** What texts are held against. */
export interface MatchingSubject {
  entries: readonly MatchEntry[]
  data: MatchingData
  /** Whose business it is when it is not the ward's, and what people tell of without asking for anything. */
  referrals?: readonly Told[]
  lifeEvents?: readonly Told[]
}

/** Everything that holds before anything was learnt; matching and fitting both begin here. */
export interface Prepared {
  words(text: string): readonly Word[]
  read(words: readonly Word[]): Query
  find(words: readonly Word[]): Found
  aspect(words: readonly Word[]): Aspect | null
  /** What is left of a text without courtesies beside a question, and without what it denies or takes back. */
  meant(words: readonly Word[]): readonly Word[]
  /** The greetings and thanks in a text. */
  courtesies(words: readonly Word[]): Intent[]
  /** Whether words name a matter, rather than hint at one or tell kinds of it apart. */
  names(words: readonly Word[]): boolean
  /** The signs the classifier learns from. */
  features(query: Query, found: Found): Features
  /** With what was learnt: what a text may be about. */
  candidates(classifier: Classifier): (query: Query, found: Found) => Candidates
  procedures: readonly PreparedProcedure[]
}

export function prepareMatching({
  entries,
  data,
  referrals = [],
  lifeEvents = [],
}: MatchingSubject): Prepared {
  const lexicon = createLexicon(knownTexts(entries, data))
  const read = createQueryReader(data, lexicon)
  const qualifiers = new Set(data.concepts.filter(({ qualifier }) => qualifier).map(({ id }) => id))
  const procedures = entries.map((entry) => prepareProcedure(entry, read, qualifiers))
  const findIntents = createIntentFinder(data)
  const findAspect = createAspectFinder(data.aspects)
  const findReferral = createToldFinder(referrals)
  const findLifeEvent = createToldFinder(lifeEvents)
  const intents: Intent[] = data.intents.map(({ intent }) => intent)
  const tells = (words: readonly Word[]) => {
    const { concepts, signs } = read(words)
    return concepts.size > 0 || signs.size > 0
  }
  const courtesiesIn = (words: readonly Word[]) => findIntents(words).filter(({ wins }) => wins === 'alone')
  // "Chào em, cho hỏi …": a greeting before a question is no sign of what is asked.
  const dropCourtesies = (words: readonly Word[]): readonly Word[] => {
    const spans = courtesiesIn(words).flatMap(({ spans }) => spans)
    const rest = words.filter((_, at) => !spans.some(({ from, to }) => from <= at && at < to))
    return rest.length < words.length && tells(rest) ? rest : words
  }
  return {
    words: (text) => readWords(text, data.abbreviations, lexicon),
    read,
    find(words) {
      const found = findIntents(words)
      const referral = findReferral(words)
      const lifeEvent = findLifeEvent(words)?.id
      return {
        intents: found,
        ...(referral ? { referral } : {}),
        ...(lifeEvent ? { lifeEvent } : {}),
        marks: [
          ...found.flatMap(({ intent, kind }) => [`!${intent}`, ...(kind ? [`!${intent}:${kind}`] : [])]),
          ...(referral ? [`@${referral.id}`] : []),
          ...(lifeEvent ? [`&${lifeEvent}`] : []),
        ],
      }
    },
    aspect: findAspect,
    meant: (words) => dropDenied(dropCourtesies(words), tells),
    courtesies: (words) => courtesiesIn(words).map(({ intent }) => intent),
    names: (words) => [...read(words).concepts.values()].some(({ hint, qualifier }) => !hint && !qualifier),
    features: (query, found) => featuresOf(query, found.marks),
    candidates: (classifier) => createCandidates(procedures, qualifiers, intents, classifier),
    procedures,
  }
}

/** The words that are known here, so that a slip of one is told from a word of another matter. */
function knownTexts(entries: readonly MatchEntry[], data: MatchingData): string[][] {
  const names = entries.flatMap(({ name, short, aliases, formerNames }) =>
    [name, short, ...aliases, ...(formerNames ?? [])].map((text) =>
      readWords(text, data.abbreviations).map(({ word }) => word),
    ),
  )
  const wordings = [
    ...data.concepts.flatMap((concept) => concept.wordings.map(({ wording }) => wording)),
    ...data.intents.flatMap((intent) => intent.wordings.map(({ wording }) => wording)),
    ...data.aspects.flatMap((aspect) => aspect.wordings),
  ].map(({ steps }) => steps.map(({ any, gap }) => (any.length > 1 || gap ? '' : (any[0]?.word ?? ''))))
  const common = [...data.functionWords, ...data.officeWords].map((word) => [
    readWord(word.split(':')[0] ?? '').word,
  ])
  return [...names, ...wordings, ...common]
}

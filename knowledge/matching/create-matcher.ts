import type { Found } from './create-candidates.ts'
import { type ClassifierModel, createClassifier } from './create-classifier.ts'
import { dropAddress } from './drop-address.ts'
import { createCodeFinder } from './find-code.ts'
import { type Gates, judge } from './judge.ts'
import type { Match } from './match.ts'
import { type MatchEntry, type MatchingSubject, prepareMatching } from './prepare-matching.ts'
import { createAspectReader } from './read-aspect.ts'
import type { Word } from './read-words.ts'
import { type Scored, type ScorerWeights, scoreCandidates } from './score-candidates.ts'
import { isJoined, splitParts } from './split-parts.ts'
import { toMatch } from './to-match.ts'

export type { MatchingSubject }

export interface Matcher {
  /** Tells what a text is about; about a millisecond, whatever is typed. */
  match(text: string): Match
}

/** What was learnt from labelled questions: `data/weights.json`, written by `npm run fit:matching`. */
export interface MatchingModel {
  classifier: ClassifierModel
  /** Which part of a procedure is asked for; "none" when no part is. */
  aspects: ClassifierModel
  scorer: ScorerWeights
  gates: Gates
}

/** Two things are asked for in a line or two; a story of many words only touches on them. */
const longestMessage = 32
/** How likely a procedure that a part of the text names must be in the whole of it to be asked for too; and when that is enough. */
const asksAlso = 0.003
const asksUnjoined = 0.05
/** In so few words everything is asked for. */
const shortMessage = 12
/** A plain question: a name, and what is asked about it. */
const plainLength = 8
const asksSurely = 0.12

/**
 * Builds the matcher of a catalogue.
 * @param subject the procedures, each with all the names it goes by, and the wordings
 * @param model what was learnt, see `loadModel`
 * @throws RangeError for a wording of a referral or life event that is none
 */
export function createMatcher(subject: MatchingSubject, model: MatchingModel): Matcher {
  const prepared = prepareMatching(subject)
  const candidatesOf = prepared.candidates(createClassifier(model.classifier))
  const readAspect = createAspectReader(prepared.aspect, createClassifier(model.aspects))
  const findCode = createCodeFinder(subject.entries)
  const score = (words: readonly Word[], found: Found): Scored =>
    scoreCandidates(candidatesOf(prepared.read(words), found), model.scorer)

  const namesSeveral = (words: readonly Word[]) =>
    [...prepared.read(words).concepts.values()].filter(({ hint, qualifier }) => !hint && !qualifier).length >
    1

  /** The procedures that the parts of a text name, each surely, when there are several; in the order said. */
  const several = (words: readonly Word[], whole: Scored): MatchEntry[] => {
    const parts =
      words.length > longestMessage || !namesSeveral(words) ? [] : splitParts(words, prepared.names)
    const codes =
      parts.length < 2
        ? []
        : parts.flatMap(
            (part, at) =>
              namedBy(part, whole, at === 0 || isJoined(part), words.length <= shortMessage) ?? [],
          )
    return codes.length > 1 ? [...new Set(codes)] : []
  }
  const namedBy = (
    part: readonly Word[],
    whole: Scored,
    joined: boolean,
    short: boolean,
  ): MatchEntry | undefined => {
    const scored = score(part, prepared.find(part))
    const [best] = scored.procedures
    if (!best?.lexical.named) return undefined
    const { entry } = best.prepared
    const likely = whole.procedures.find(({ prepared }) => prepared.entry === entry)?.likely ?? 0
    const sure = likely >= asksSurely || judge(scored, model.gates, false) === 'procedure'
    return sure && likely >= (joined ? (short ? 0 : asksAlso) : asksUnjoined) ? entry : undefined
  }

  return {
    match(text) {
      const typed = prepared.words(text)
      const addressed = dropAddress(typed)
      // Who only calls somebody greets.
      const all = addressed.length > 0 || typed.length === 0 ? addressed : prepared.words('chào')
      const words = prepared.meant(all)
      const found = prepared.find(words)
      const scored = score(words, found)
      const [best] = scored.procedures
      const code = findCode(text)
      const told = code === undefined && !best?.lexical.named ? found.lifeEvent : undefined
      const judged = judge(scored, model.gates, told !== undefined, words.length <= plainLength)
      const asksSeveral = judged === 'procedure' || judged === 'choices'
      return toMatch({
        decision: code === undefined ? judged : 'procedure',
        scored,
        found,
        first: code === undefined ? (asksSeveral ? several(words, scored) : []) : [code],
        aspect: readAspect(all),
        courtesies: prepared.courtesies(all),
        ...(told === undefined ? {} : { lifeEvent: told }),
      })
    },
  }
}

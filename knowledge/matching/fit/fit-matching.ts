import type { Candidates } from '../create-candidates.ts'
import { type ClassifierModel, createClassifier } from '../create-classifier.ts'
import type { MatchingModel } from '../create-matcher.ts'
import { type MatchingSubject, type Prepared, prepareMatching } from '../prepare-matching.ts'
import { type ScorerWeights, scoreCandidates } from '../score-candidates.ts'
import { deal, type Folded } from './deal.ts'
import { distractors } from './distractors.ts'
import { fitGates } from './fit-gates.ts'
import { createRows, fitScorer, type ScorerRow } from './fit-scorer.ts'
import { aspectExampleOf, aspectWordings, exampleOf, ownExamples, taughtOf } from './learn.ts'
import type { Question } from './read-questions.ts'
import { asksProcedure } from './score-answers.ts'
import { trainClassifier } from './train-classifier.ts'

const folds = 5
/** What a question counts among distractors, and as one about a procedure without any example. */
const amongOthers = 0.3
const withoutExamples = 0.3

export interface Fitted {
  model: MatchingModel
  /** For each fold, what was fitted without its questions. */
  byFold: { model: MatchingModel; questions: Question[] }[]
  /** For each group of procedures, what was learnt without any example of them, and the questions about them. */
  withheld: { model: MatchingModel; questions: Question[] }[]
}

/**
 * Learns from labelled questions: the classifier, then the scorer and the gates from how questions score that the
 * classifier has not learnt from. The same questions give the same model.
 */
export function fitMatching(
  subject: MatchingSubject,
  questions: readonly Question[],
  say: (line: string) => void,
): Fitted {
  const prepared = prepareMatching(subject)
  const crowd = distractors().filter((_, at) => at % 5 === 0)
  const crowded = prepareMatching({ ...subject, entries: [...subject.entries, ...crowd] })
  const folded = deal(questions, folds)
  const train = (used: readonly Question[], without: ReadonlySet<string>): ClassifierModel =>
    trainClassifier([
      ...ownExamples(
        prepared,
        subject.entries.filter(({ code }) => !without.has(code)),
        subject.referrals ?? [],
      ),
      ...used.flatMap((question) => exampleOf(prepared, question)),
    ])

  const trainAspects = (used: readonly Question[]): ClassifierModel =>
    trainClassifier([
      ...aspectWordings(prepared, subject.data),
      ...used.filter(asksProcedure).flatMap((question) => aspectExampleOf(prepared, question)),
    ])
  const aspects = trainAspects(questions)

  const rows = createRows()
  const rowsBy: { rows: ScorerRow[]; fold: number }[] = []
  const plain: (Folded & { candidates: Candidates })[] = []
  const classifiers = Array.from({ length: folds }, (_, fold) => {
    const model = train(
      folded.filter((one) => one.fold !== fold).map((one) => one.question),
      new Set(),
    )
    say(
      `fold ${fold + 1}: ${model.classes.split(' ').length} classes, ${model.features.split(' ').length} features`,
    )
    const here = folded.filter((one) => one.fold === fold)
    const alone = candidatesWith(prepared, model)
    const among = candidatesWith(crowded, model)
    for (const { question } of here) {
      const candidates = alone(question.text)
      plain.push({ question, fold, candidates })
      rowsBy.push({
        fold,
        rows: [
          ...rowsFor(question, candidates, 1, rows.rowOf),
          ...rowsFor(question, among(question.text), amongOthers, rows.rowOf),
        ],
      })
    }
    return model
  })
  const groups = Array.from({ length: folds }, (_, group) => {
    const without = new Set(subject.entries.filter((_, at) => at % folds === group).map(({ code }) => code))
    const about = folded.filter(({ question }) => question.expected.some((label) => without.has(label)))
    const here = folded.filter((one) => one.fold === group || about.includes(one))
    const others = folded.filter((one) => !here.includes(one)).map((one) => one.question)
    const model = train(others, without)
    say(`group ${group + 1}: ${without.size} procedures withheld, ${about.length} questions about them`)
    const alone = candidatesWith(prepared, model)
    for (const { question, fold } of here)
      rowsBy.push({ fold, rows: rowsFor(question, alone(question.text), withoutExamples, rows.rowOf) })
    return { model, questions: about.map(({ question }) => question) }
  })

  const scorers = Array.from({ length: folds }, (_, fold) =>
    fitScorer(
      rowsBy.filter((one) => one.fold !== fold).flatMap((one) => one.rows),
      rows.places,
    ),
  )
  say('scorers of the folds fitted')
  const judged = plain.map(({ question, fold, candidates }) => ({
    fold,
    expected: new Set(question.expected),
    words: question.text.split(/\s+/).length,
    scored: scoreCandidates(candidates, scorers[fold] ?? emptyScorer),
  }))
  const gatesWithout = (fold: number) => fitGates(judged.filter((one) => one.fold !== fold))
  const scorer = fitScorer(
    rowsBy.flatMap((one) => one.rows),
    rows.places,
  )
  const gates = fitGates(judged)
  say('gates fitted')
  return {
    model: { classifier: train(questions, new Set()), aspects, scorer, gates },
    byFold: classifiers.map((classifier, fold) => ({
      model: {
        classifier,
        aspects: trainAspects(folded.filter((one) => one.fold !== fold).map((one) => one.question)),
        scorer: scorers[fold] ?? emptyScorer,
        gates: gatesWithout(fold),
      },
      questions: folded.filter((one) => one.fold === fold).map((one) => one.question),
    })),
    withheld: groups.map(({ model, questions }) => ({
      model: { classifier: model, aspects, scorer, gates },
      questions,
    })),
  }
}

const emptyScorer: ScorerWeights = { procedure: {}, intent: {}, none: {} }

function candidatesWith(prepared: Prepared, model: ClassifierModel): (text: string) => Candidates {
  const candidatesOf = prepared.candidates(createClassifier(model))
  return (text) => {
    const words = prepared.meant(prepared.words(text))
    return candidatesOf(prepared.read(words), prepared.find(words))
  }
}

/** One row, or one for each of several that are all asked for, the others left out of it. */
function rowsFor(
  question: Question,
  candidates: Candidates,
  weight: number,
  rowOf: ReturnType<typeof createRows>['rowOf'],
): ScorerRow[] {
  const expected = taughtOf(question)
  if (question.match === 'any') return [rowOf(candidates, new Set(expected), weight)]
  return expected.map((label) => {
    const others = new Set(expected.filter((one) => one !== label))
    const procedures = candidates.procedures.filter(({ prepared }) => !others.has(prepared.entry.code))
    const intents = candidates.intents.filter(({ intent }) => !others.has(intent))
    return rowOf({ ...candidates, procedures, intents }, new Set([label]), weight / expected.length)
  })
}

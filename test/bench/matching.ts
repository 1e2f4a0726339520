import { join, resolve } from 'node:path'
import MiniSearch from 'minisearch'
import { Temporal } from 'temporal-polyfill'
import { loadLifeEvents } from '../../knowledge/life-events/load-life-events.ts'
import { createMatcher, type MatchingSubject } from '../../knowledge/matching/create-matcher.ts'
import { distractors } from '../../knowledge/matching/fit/distractors.ts'
import { fitMatching } from '../../knowledge/matching/fit/fit-matching.ts'
import { type Question, readQuestions } from '../../knowledge/matching/fit/read-questions.ts'
import {
  type Answered,
  asksProcedure,
  isHit,
  scoreAnswers,
} from '../../knowledge/matching/fit/score-answers.ts'
import { loadModel } from '../../knowledge/matching/load-model.ts'
import { loadSubject } from '../../knowledge/matching/load-subject.ts'
import { loadProcedures } from '../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../knowledge/procedures/read-sources.ts'
import type { Measurement } from './measurement.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const own = resolve(import.meta.dirname, '../../knowledge/matching/questions')

type Match = ReturnType<typeof createMatcher>['match']

/**
 * How well and how fast questions are understood, beside MiniSearch with its defaults over the same names. The
 * questions are the labelled ones by cross-validation, or all of the folder `MATCHING_QUESTIONS`, which are then
 * answered by the model as it ships.
 */
export async function benchMatching(): Promise<Measurement[]> {
  const { catalogue } = await loadProcedures(builtInProcedures)
  const { events } = await loadLifeEvents((code) => catalogue.current(code) !== undefined)
  const { subject } = await loadSubject(catalogue.all(today), events)
  const crowd = { ...subject, entries: [...subject.entries, ...distractors()] }
  const model = await loadModel()
  const folder = process.env.MATCHING_QUESTIONS
  const questions = await readQuestions(folder ? resolve(folder) : own)
  // Times first: what fitting leaves in memory is no part of them.
  const texts = questions.map(({ text }) => text)
  const { match } = createMatcher(subject, model)
  const times = [
    ...size(subject, model),
    speed('match, a message', '< 3 ms', match, subject, texts),
    speed('match, 2,000 characters', '< 20 ms', match, subject, long(texts)),
  ]
  const groups = folder ? [{ model, questions }] : fitMatching(subject, questions, () => {}).byFold
  const answer = (held: MatchingSubject): Answered[] =>
    groups.flatMap((group) => {
      const { match } = createMatcher(held, group.model)
      return group.questions.map((question) => ({ question, answer: match(question.text) }))
    })
  const answered = answer(subject)
  const crowded = answer(crowd)
  const asked = questions.filter(asksProcedure)
  const within = (all: readonly Answered[], rank: number) =>
    percent(all.filter((one) => asksProcedure(one.question) && isHit(one, rank)).length, asked.length)
  const notes = [
    folder ? `the questions of ${join(folder)}, by the model as it ships` : 'cross-validated, five folds',
    ...scoreAnswers(answered).map(
      ({ name, hits, of }) => `${name}: ${of === 0 ? '–' : `${percent(hits, of).toFixed(1)} % of ${of}`}`,
    ),
  ]
  return [
    quality('R@1', '≥ 92 %', within(answered, 1), peerHits(subject, asked, 1), notes),
    quality('R@3', '≥ 98 %', within(answered, 3), peerHits(subject, asked, 3), []),
    quality('R@1 among 2,000 others', '≤ 5 points less', within(crowded, 1), peerHits(crowd, asked, 1), []),
    ...times,
  ]
}

function percent(hits: number, of: number): number {
  return of === 0 ? Number.NaN : (100 * hits) / of
}

function quality(name: string, bar: string, ours: number, peer: number, notes: string[]): Measurement {
  return { name: `matching: ${name}`, unit: '%', bar, peerName: 'MiniSearch', pairs: [{ ours, peer }], notes }
}

/** MiniSearch as it is, over the same names. */
function peerOf({ entries }: MatchingSubject): MiniSearch {
  const index = new MiniSearch({ fields: ['name', 'short', 'aliases'], idField: 'code' })
  index.addAll(entries.map((entry) => ({ ...entry, aliases: entry.aliases.join('. ') })))
  return index
}

function peerHits(subject: MatchingSubject, asked: readonly Question[], rank: number): number {
  const index = peerOf(subject)
  const hits = asked.filter(({ text, expected }) =>
    index
      .search(text)
      .slice(0, rank)
      .some(({ id }) => expected.includes(String(id))),
  )
  return percent(hits.length, asked.length)
}

function long(texts: readonly string[]): string[] {
  return Array.from({ length: 200 }, (_, at) =>
    Array.from({ length: 60 }, (_, next) => texts[(at * 7 + next) % texts.length])
      .join('. ')
      .slice(0, 2000),
  )
}

function speed(
  name: string,
  bar: string,
  match: Match,
  subject: MatchingSubject,
  texts: readonly string[],
): Measurement {
  const index = peerOf(subject)
  const ours = timesOf(texts, match)
  const peer = timesOf(texts, (text) => index.search(text))
  return {
    name: `matching: ${name}, p99`,
    unit: 'ms',
    bar,
    peerName: 'MiniSearch',
    pairs: [{ ours: at(ours, 0.99), peer: at(peer, 0.99) }],
    notes: [`p50 ${at(ours, 0.5).toFixed(2)} ms, MiniSearch ${at(peer, 0.5).toFixed(2)} ms`],
  }
}

/** Milliseconds of each text, sorted, after a warm-up. */
function timesOf(texts: readonly string[], run: (text: string) => unknown): number[] {
  for (const text of texts.slice(0, 300)) run(text)
  return texts
    .map((text) => {
      const started = performance.now()
      run(text)
      return performance.now() - started
    })
    .toSorted((a, b) => a - b)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function size(subject: MatchingSubject, model: Parameters<typeof createMatcher>[1]): Measurement[] {
  const built = Array.from({ length: 3 }, () => {
    const before = memory()
    const started = performance.now()
    const matcher = createMatcher(subject, model)
    const took = performance.now() - started
    return { matcher, took, bytes: memory() - before }
  })
  const measure = (name: string, unit: string, bar: string, figures: number[]): Measurement => ({
    name: `matching: ${name}`,
    unit,
    bar,
    peerName: 'none',
    pairs: figures.map((ours) => ({ ours })),
    notes: [],
  })
  return [
    measure(
      'index built',
      'ms',
      '< 300',
      built.map(({ took }) => took),
    ),
    measure(
      'index in memory',
      'MB',
      '< 60',
      built.map(({ bytes }) => bytes / 1e6),
    ),
  ]
}

function memory(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { loadLifeEvents } from '../../life-events/load-life-events.ts'
import { loadProcedures } from '../../procedures/load-procedures.ts'
import { builtInProcedures } from '../../procedures/read-sources.ts'
import { createMatcher } from '../create-matcher.ts'
import { loadSubject } from '../load-subject.ts'
import type { MatchingSubject } from '../prepare-matching.ts'
import { distractors } from './distractors.ts'
import { type Fitted, fitMatching } from './fit-matching.ts'
import { readQuestions } from './read-questions.ts'
import { type Answered, scoreAnswers } from './score-answers.ts'

/** The day whose versions of the procedures are learnt; nothing but their names matters, so any day does. */
const today = Temporal.PlainDate.from('2026-11-21')

/**
 * `npm run fit:matching`: learns from `questions/*.jsonl`, prints how well questions are understood that were not
 * learnt from, and writes `data/weights.json`.
 */
const { catalogue } = await loadProcedures(builtInProcedures)
const { events } = await loadLifeEvents((code) => catalogue.current(code) !== undefined)
const { subject } = await loadSubject(catalogue.all(today), events)
const questions = await readQuestions(join(import.meta.dirname, '../questions'))
write(`${questions.length} questions, ${subject.entries.length} procedures`)
const fitted = fitMatching(subject, questions, write)
await writeFile(
  join(import.meta.dirname, '../data/weights.json'),
  `${JSON.stringify(fitted.model, null, 2)}\n`,
)
const crowd = { ...subject, entries: [...subject.entries, ...distractors()] }
const columns = [
  { name: 'cross-validated', shares: scoreAnswers(answer(fitted.byFold, subject)) },
  { name: 'procedures without an example', shares: scoreAnswers(answer(fitted.withheld, subject)) },
  { name: 'among 2,000 others', shares: scoreAnswers(answer(fitted.byFold, crowd)) },
]
write(`| | ${columns.map(({ name }) => name).join(' | ')} |\n|---|${'---|'.repeat(columns.length)}`)
columns[0]?.shares.forEach(({ name }, row) => {
  const cells = columns.map(({ shares }) => {
    const { hits = 0, of = 0 } = shares[row] ?? {}
    return of === 0 ? '–' : `${((100 * hits) / of).toFixed(1)} % of ${of}`
  })
  write(`| ${name} | ${cells.join(' | ')} |`)
})

function answer(groups: Fitted['byFold'], held: MatchingSubject): Answered[] {
  return groups.flatMap(({ model, questions }) => {
    const { match } = createMatcher(held, model)
    return questions.map((question) => ({ question, answer: match(question.text) }))
  })
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}

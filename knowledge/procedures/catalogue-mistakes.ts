import { Temporal } from 'temporal-polyfill'
import type { GivenAnswers } from './holds.ts'
import type { Path } from './remark.ts'
import type { ProcedureFile, ProcedureVersion, Question } from './schema.ts'
import { sentOn } from './sent-on.ts'
import { mostPaths, walkPaths } from './walk-paths.ts'

/** A mistake between files, named at the file of that index. */
export interface CatalogueMistake {
  file: number
  path: Path
  what: string
}

/** What is wrong only in company: codes claimed twice, cases that lead to nowhere, an id with two meanings. */
export function* catalogueMistakes(files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  yield* claimedTwice(files)
  yield* leadingNowhere(files)
  yield* twoMeanings(files)
  yield* circles(files)
}

function* claimedTwice(files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  const claimed = new Set<string>()
  for (const [file, { code, replaces }] of files.entries()) {
    for (const [index, one] of [code, ...replaces].entries()) {
      const path = index === 0 ? ['code'] : ['replaces', index - 1]
      if (claimed.has(one)) yield { file, path, what: `${one} is named by another file too` }
      claimed.add(one)
    }
  }
}

/** A case may lead to a procedure without a guide, but then a link has to give its name. */
function* leadingNowhere(files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  const known = new Set(files.map(({ code }) => code))
  for (const [file, { versions }] of files.entries()) {
    for (const [index, { questions, links }] of versions.entries()) {
      for (const [at, question] of questions.entries()) {
        for (const [place, choice] of choicesOf(question).entries()) {
          const code = choice.leads_to
          if (code === undefined || known.has(code) || links.some((link) => link.code === code)) continue
          const path = ['versions', index, 'questions', at, 'choices', place, 'leads_to']
          yield { file, path, what: `${code} has no file here and no link that gives its name` }
        }
      }
    }
  }
}

/** An answer is reused by the question's id, so an id means the same wherever it stands. */
function* twoMeanings(files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  const first = new Map<string, { meaning: string; code: string }>()
  for (const [file, { code, versions }] of files.entries()) {
    for (const [index, { questions }] of versions.entries()) {
      for (const [at, question] of questions.entries()) {
        const meaning = meaningOf(question)
        const seen = first.get(question.id)
        if (!seen) first.set(question.id, { meaning, code })
        else if (seen.meaning !== meaning) {
          const what = `"${question.id}" is ${meaning} here but ${seen.meaning} in ${seen.code}`
          yield { file, path: ['versions', index, 'questions', at, 'id'], what }
        }
      }
    }
  }
}

/** Ways of filing are the one set that may be smaller: not every procedure has all three. */
function meaningOf(question: Question) {
  const ids = choicesOf(question).map(({ id }) => id)
  return ids.length === 0 || question.id === 'channel'
    ? question.kind
    : `${question.kind}(${ids.sort().join('|')})`
}

function choicesOf(question: Question) {
  return 'choices' in question ? question.choices : []
}

/**
 * Answers are taken along, so two files that send a case to each other would send it round for ever. Looked at on every
 * day on which rules come into force: a circle may be closed by a law of next year.
 */
function* circles(files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  const days = [...new Set(files.flatMap(({ versions }) => versions.map(({ from }) => from)))].sort()
  const told = new Set<string>()
  for (const day of days) {
    for (const one of circlesOn(day, files)) {
      if (told.has(one.what)) continue
      told.add(one.what)
      yield one
    }
  }
}

function* circlesOn(day: string, files: readonly ProcedureFile[]): Generator<CatalogueMistake> {
  const inForce = ({ versions }: ProcedureFile) =>
    versions.findIndex(({ from, until }) => from <= day && (until === null || day <= until))
  const byCode = new Map(files.map((one) => [one.code, one.versions[inForce(one)]]))
  const today = Temporal.PlainDate.from(day)
  for (const [file, one] of files.entries()) {
    const index = inForce(one)
    const version = one.versions[index]
    if (!version?.questions.some((question) => choicesOf(question).some(({ leads_to }) => leads_to))) continue
    for (const { answers, leftBy } of walkPaths(version, today).take(mostPaths)) {
      const circle = leftBy === undefined ? undefined : circleFrom(one.code, leftBy, answers, byCode)
      if (!circle) continue
      const path = ['versions', index, 'questions']
      yield { file, path, what: `leads in a circle: ${circle.join(' → ')}` }
    }
  }
}

function circleFrom(
  code: string,
  first: string,
  answers: GivenAnswers,
  byCode: ReadonlyMap<string, ProcedureVersion | undefined>,
): string[] | undefined {
  const way = [code]
  for (let next: string | undefined = first; next !== undefined; ) {
    if (way.includes(next)) return [...way, next]
    way.push(next)
    const target = byCode.get(next)
    next = target && sentOn(target, answers)
  }
  return undefined
}

import { Temporal } from 'temporal-polyfill'
import { conditionsOf } from './conditions-of.ts'
import { holds } from './holds.ts'
import type { Path, PathRemark } from './remark.ts'
import type { ProcedureFile, ProcedureVersion } from './schema.ts'
import { mostPaths, walkPaths } from './walk-paths.ts'

/**
 * What nobody can ever reach: a question that is never asked, a paper, fee or note whose condition never holds, a
 * choice that another one of the same words stands before.
 */
export function* reachMistakes(file: ProcedureFile): Generator<PathRemark> {
  for (const [index, version] of file.versions.entries()) {
    const path = ['versions', index]
    yield* sameWords(version, path)
    yield* neverHolds(version, path)
  }
}

function* neverHolds(version: ProcedureVersion, path: Path): Generator<PathRemark> {
  const day = Temporal.PlainDate.from(version.from)
  const open = new Set(conditionsOf(version, path))
  let walked = 0
  for (const guide of walkPaths(version, day).take(mostPaths)) {
    walked++
    for (const one of open) {
      const [, , field, index] = one.path
      const asked = field === 'questions' ? version.questions[Number(index)]?.id : undefined
      // Links also speak of cases in which the guide is left for another.
      const counts = guide.leftBy === undefined || field === 'links'
      const reached = asked
        ? guide.answers[asked] !== undefined
        : counts && holds(one.condition, guide.answers, day) === true
      if (reached) open.delete(one)
    }
    if (open.size === 0) return
  }
  if (walked === mostPaths) {
    const what = `has more than ${mostPaths} ways through: ask less, or make two of it`
    return yield { path: [...path, 'questions'], what }
  }
  for (const { path: at } of open) yield { path: at, what: 'never holds, whatever is answered' }
}

function* sameWords(version: ProcedureVersion, path: Path): Generator<PathRemark> {
  for (const [at, question] of version.questions.entries()) {
    if (!('choices' in question)) continue
    const first = new Map<string, number>()
    for (const [place, { label, says }] of question.choices.entries()) {
      for (const said of [label.vi, label.en, ...says]) {
        const words = said.normalize('NFC').toLowerCase()
        const before = first.get(words) ?? place
        first.set(words, before)
        if (before === place) continue
        const other = question.choices[before]?.id
        const what = `"${said}" is said for the choice "${other}" too, so nobody can pick this one by it`
        yield { path: [...path, 'questions', at, 'choices', place, 'says'], what }
      }
    }
  }
}

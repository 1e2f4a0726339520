import type { Temporal } from 'temporal-polyfill'
import type { Doubt } from '../files/doubt.ts'
import type { ReadProcedure } from './read-procedure.ts'
import type { PathRemark } from './remark.ts'
import type { ProcedureFile } from './schema.ts'

type DoubtfulPlace = PathRemark & Pick<Doubt, 'kind'>

/** What is unverified or past its check date in a set of procedures, each with the file that says so. */
export function findDoubts(read: readonly ReadProcedure[], today: Temporal.PlainDate): Doubt[] {
  return read.flatMap(({ data, placeOf }) =>
    data ? [...doubtsIn(data, today)].map(({ kind, path, what }) => ({ kind, ...placeOf(path), what })) : [],
  )
}

function* doubtsIn(file: ProcedureFile, today: Temporal.PlainDate): Generator<DoubtfulPlace> {
  if (file.check_again <= today.toString()) {
    yield {
      kind: 'overdue',
      path: ['check_again'],
      what: `was to be checked again by ${file.check_again}`,
    }
  }
  for (const [index, version] of file.versions.entries()) {
    const path = ['versions', index]
    for (const field of ['fees', 'times', 'deadlines'] as const) {
      for (const [at, { verified }] of version[field].entries()) {
        if (!verified) yield { kind: 'amounts', path: [...path, field, at], what: `${field}: not verified` }
      }
    }
    for (const [at, { unverified }] of version.papers.entries()) {
      if (unverified) {
        yield {
          kind: 'papers',
          path: [...path, 'papers', at, 'unverified'],
          what: `papers: ${unverified.vi}`,
        }
      }
    }
    for (const [at, { field, what }] of version.unverified.entries()) {
      yield { kind: 'facts', path: [...path, 'unverified', at], what: `${field}: ${what}` }
    }
  }
}

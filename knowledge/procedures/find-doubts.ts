import type { Temporal } from 'temporal-polyfill'
import type { ReadProcedure } from './read-procedure.ts'
import type { PathRemark } from './remark.ts'
import type { ProcedureFile } from './schema.ts'

/** What is unverified or past its check date in a set of files, each as `<file>:<line>: what`. */
export function findDoubts(read: readonly ReadProcedure[], today: Temporal.PlainDate): string[] {
  return read.flatMap(({ name, data, lineOf }) =>
    data ? [...doubtsIn(data, today)].map(({ path, what }) => `${name}:${lineOf(path)}: ${what}`) : [],
  )
}

function* doubtsIn(file: ProcedureFile, today: Temporal.PlainDate): Generator<PathRemark> {
  if (file.check_again <= today.toString()) {
    yield { path: ['check_again'], what: `was to be checked again by ${file.check_again}` }
  }
  for (const [index, version] of file.versions.entries()) {
    const path = ['versions', index]
    for (const field of ['fees', 'times', 'deadlines'] as const) {
      for (const [at, { verified }] of version[field].entries()) {
        if (!verified) yield { path: [...path, field, at], what: `${field}: not verified` }
      }
    }
    for (const [at, { unverified }] of version.papers.entries()) {
      if (unverified) yield { path: [...path, 'papers', at, 'unverified'], what: `papers: ${unverified.vi}` }
    }
    for (const [at, { field, what }] of version.unverified.entries()) {
      yield { path: [...path, 'unverified', at], what: `${field}: ${what}` }
    }
  }
}

import type { Temporal } from 'temporal-polyfill'
import { findDoubts } from './find-doubts.ts'
import { findMistakes } from './find-mistakes.ts'
import { type ProcedureSource, readProcedure } from './read-procedure.ts'

/** What `procedures check` says about a set of files; every line begins with `<file>:<line>: `. */
export interface ProcedureCheck {
  /** Files read. */
  count: number
  /** What keeps the assistant from starting. */
  errors: string[]
  /** What is unverified, or past the day it was to be checked again. */
  warnings: string[]
}

/** Holds procedure files against the schema and against each other; never throws for what is in them. */
export function checkProcedures(
  files: readonly ProcedureSource[],
  today: Temporal.PlainDate,
): ProcedureCheck {
  const read = files.map((source) => readProcedure(source))
  return { count: files.length, errors: findMistakes(read), warnings: findDoubts(read, today) }
}

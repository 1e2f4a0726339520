import type { Temporal } from 'temporal-polyfill'
import type { Doubt } from '../files/doubt.ts'
import { findDoubts } from './find-doubts.ts'
import { findMistakes } from './find-mistakes.ts'
import { layOverProcedures } from './lay-over-procedures.ts'
import { type ProcedureSource, readProcedure } from './read-procedure.ts'

export interface ProcedureCheck {
  /** Procedures that there are, those of the ward's own among them. */
  count: number
  /** What keeps the assistant from starting, or one of the ward's own files out of use: `<file>:<line>: what`. */
  errors: string[]
  /** What is unverified, or past the day it was to be checked again. */
  doubts: Doubt[]
}

/**
 * Holds procedure files against the schema and against each other; never throws for what is in them.
 * @param own the ward's own files, laid over the others as they are when the assistant starts
 */
export function checkProcedures(
  files: readonly ProcedureSource[],
  today: Temporal.PlainDate,
  own: readonly ProcedureSource[] = [],
): ProcedureCheck {
  const read = files.map((source) => readProcedure(source))
  const mistakes = findMistakes(read)
  const { procedures, problems } =
    mistakes.length > 0 ? { procedures: read, problems: [] } : layOverProcedures(read, own)
  return {
    count: procedures.length,
    errors: [...mistakes, ...problems],
    doubts: findDoubts(procedures, today),
  }
}

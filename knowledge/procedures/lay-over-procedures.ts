import { findMistakes } from './find-mistakes.ts'
import type { ProcedureSource, ReadProcedure } from './read-procedure.ts'
import { readProcedure } from './read-procedure.ts'

/**
 * Lays an operator's procedure files over the built-in ones. A file of a known code corrects that procedure field by
 * field; one of a new code adds a procedure. One that would be a mistake is set aside, the others still count.
 * @param builtIn already without mistakes
 * @returns all procedures, and for each file set aside its first mistake as `<file>:<line>: what`
 */
export function layOverProcedures(
  builtIn: readonly ReadProcedure[],
  own: readonly ProcedureSource[],
): { procedures: readonly ReadProcedure[]; problems: string[] } {
  if (own.length === 0) return { procedures: builtIn, problems: [] }
  const together = own.reduce(layOver, builtIn)
  if (findMistakes(together).length === 0) return { procedures: together, problems: [] }
  let procedures = builtIn
  const problems: string[] = []
  for (const source of own) {
    const next = layOver(procedures, source)
    const [mistake] = findMistakes(next)
    if (mistake === undefined) procedures = next
    else problems.push(mistake.startsWith(source.name) ? mistake : `${source.name}:1: with it, ${mistake}`)
  }
  return { procedures, problems }
}

function layOver(procedures: readonly ReadProcedure[], source: ProcedureSource): readonly ReadProcedure[] {
  const read = readProcedure(source, (code) => procedures.find(({ data }) => data?.code === code)?.raw)
  return [...procedures.filter(({ data }) => data?.code !== read.data?.code), read]
}

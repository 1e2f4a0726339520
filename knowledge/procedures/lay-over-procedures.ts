import { tellMistakes } from '../files/tell-mistakes.ts'
import { findMistakes } from './find-mistakes.ts'
import type { ProcedureSource, ReadProcedure } from './read-procedure.ts'
import { readProcedure } from './read-procedure.ts'

/**
 * Lays an operator's procedure files over the built-in ones. A file of a known code corrects that procedure field by
 * field; one of a new code adds a procedure. One that would be a mistake is set aside, the others still count.
 * @param builtIn already without mistakes
 * @returns all procedures, and for each file set aside one line that begins with `<file>:<line>: ` and says what is
 *   wrong
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
    const mistakes = findMistakes(next)
    if (mistakes.length === 0) procedures = next
    else problems.push(tell(source.name, mistakes))
  }
  return { procedures, problems }
}

function tell(name: string, mistakes: readonly string[]): string {
  const inside = mistakes.filter((mistake) => mistake.startsWith(`${name}:`))
  if (inside.length === 0) return `${name}:1: with it, ${mistakes[0]}`
  return tellMistakes(name, inside, (mistake) => mistake.slice(name.length + 1))
}

function layOver(procedures: readonly ReadProcedure[], source: ProcedureSource): readonly ReadProcedure[] {
  const read = readProcedure(source, (code) => procedures.find(({ data }) => data?.code === code))
  const at = procedures.findIndex(({ data }) => data?.code === read.data?.code)
  return at < 0 ? [...procedures, read] : procedures.with(at, read)
}

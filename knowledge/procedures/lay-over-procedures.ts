import { tellMistakes } from '../files/tell-mistakes.ts'
import { findMistakes, type KnownMistakes } from './find-mistakes.ts'
import type { ProcedureSource, ReadProcedure } from './read-procedure.ts'
import { readProcedure } from './read-procedure.ts'

/** Of more own files than this, which one spoils a built-in one is not found out by trying. */
const mostTried = 20

/**
 * Lays an operator's procedure files over the built-in ones. A file of a known code corrects that procedure field by
 * field; one of a new code adds a procedure. Those that mistakes name are set aside, and the rest is looked at again
 * until it is right: files that need each other are taken together, and a bad one harms no good one.
 * @param builtIn already without mistakes
 * @returns all procedures, and for each file set aside one line that begins with `<file>:<line>: ` and says what is wrong
 */
export function layOverProcedures(
  builtIn: readonly ReadProcedure[],
  own: readonly ProcedureSource[],
): { procedures: readonly ReadProcedure[]; problems: string[] } {
  const known: KnownMistakes = new Map(builtIn.map((read) => [read, []]))
  const laid = own.map((source) => ({ name: source.name, read: correct(builtIn, source) }))
  const problems: string[] = []
  const mistakesOf = (some: typeof laid) =>
    some.length > 0 ? findMistakes(together(builtIn, some), known) : []
  for (let left = laid; ; ) {
    const mistakes = mistakesOf(left)
    if (mistakes.length === 0) return { procedures: together(builtIn, left), problems: problems.sort() }
    const named = left.filter(({ name }) => mistakes.some((mistake) => mistake.startsWith(`${name}:`)))
    // What is wrong in a built-in file is so only since the ward's own are there: it goes away with the guilty one.
    const alone =
      named.length > 0 || left.length > mostTried
        ? undefined
        : left.find((one) => mistakesOf(without(left, one)).length < mistakes.length)
    const guilty = named.length > 0 ? named : alone ? [alone] : left
    problems.push(...guilty.map(({ name }) => tell(name, mistakes)))
    left = left.filter((one) => !guilty.includes(one))
  }
}

function without<T>(list: readonly T[], one: T): T[] {
  return list.filter((other) => other !== one)
}

function together(
  builtIn: readonly ReadProcedure[],
  own: readonly { read: ReadProcedure }[],
): readonly ReadProcedure[] {
  return own.reduce((all, { read }) => replaceIn(all, read), builtIn)
}

function tell(name: string, mistakes: readonly string[]): string {
  const inside = mistakes.filter((mistake) => mistake.startsWith(`${name}:`))
  if (inside.length === 0) return `${name}:1: with it, ${mistakes[0]}`
  return tellMistakes(name, inside, (mistake) => mistake.slice(name.length + 1))
}

function correct(builtIn: readonly ReadProcedure[], source: ProcedureSource): ReadProcedure {
  return readProcedure(source, (code) => builtIn.find(({ data }) => data?.code === code))
}

function replaceIn(procedures: readonly ReadProcedure[], read: ReadProcedure): readonly ReadProcedure[] {
  const at = procedures.findIndex(({ data }) => data?.code === read.data?.code)
  return at < 0 ? [...procedures, read] : procedures.with(at, read)
}

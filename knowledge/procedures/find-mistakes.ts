import { basename } from 'node:path'
import { catalogueMistakes } from './catalogue-mistakes.ts'
import { conditionMistakes } from './condition-mistakes.ts'
import { reachMistakes } from './reach-mistakes.ts'
import type { ReadProcedure } from './read-procedure.ts'
import type { PathRemark } from './remark.ts'
import type { ProcedureFile } from './schema.ts'
import { structureMistakes } from './structure-mistakes.ts'
import { textMistakes } from './text-mistakes.ts'

/** What is wrong within each file by itself, kept from one look at a set to the next. */
export type KnownMistakes = Map<ReadProcedure, readonly PathRemark[]>

/**
 * Everything that is wrong in a set of procedure files, each as `<file>:<line>: what`, in the order of the files.
 * @param known what was found in these files before; what is found now is added
 */
export function findMistakes(read: readonly ReadProcedure[], known: KnownMistakes = new Map()): string[] {
  const whole = read.flatMap(({ data, ...rest }) => (data ? [{ data, ...rest }] : []))
  const between = [...catalogueMistakes(whole.map(({ data }) => data))]
  return read.flatMap((one) => {
    const { name, errors, lineOf } = one
    const inside = known.get(one) ?? mistakesInside(one)
    known.set(one, inside)
    const shared = between.filter(({ file }) => whole[file]?.name === name)
    const placed = [...inside, ...shared].map(({ path, what }) => ({
      line: lineOf(path),
      what: `${path.map(String).join('.')}: ${what}`,
    }))
    return [...errors, ...placed].map(({ line, what }) => `${name}:${line}: ${what}`)
  })
}

function mistakesInside({ name, data }: ReadProcedure): PathRemark[] {
  if (!data) return []
  const misnamed =
    basename(name) === `${data.code}.yaml` ? [] : [{ path: ['code'], what: 'is not the name of the file' }]
  const inside = [...structureMistakes(data), ...conditionMistakes(data), ...textMistakes(data)]
  return [...misnamed, ...inside, ...reachIfSound(data)]
}

/** Ways through a guide are only worth walking when its conditions name what there is. */
function reachIfSound(file: ProcedureFile): PathRemark[] {
  const sound = [...structureMistakes(file), ...conditionMistakes(file)].length === 0
  return sound ? [...reachMistakes(file)] : []
}

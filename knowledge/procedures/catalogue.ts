import type { Temporal } from 'temporal-polyfill'
import type { Procedure, ProcedureFile } from './schema.ts'
import { settleConditions } from './settle-conditions.ts'

/** All procedures that are known, each in the version that is in force on the day asked for. */
export interface Catalogue {
  /** Present codes, sorted; old codes are not among them. */
  readonly codes: readonly string[]
  /**
   * The procedure as in force on that day, also by an old code that it took the place of; `undefined` when
   * the code is unknown or no version of it covers the day. The same version is always the same object.
   */
  find(code: string, on: Temporal.PlainDate): Procedure | undefined
  /** The code that is in use now for this one: itself, or the one that took its place. */
  current(code: string): string | undefined
  /** Every procedure in force on that day, by code. */
  all(on: Temporal.PlainDate): Procedure[]
}

interface DatedVersion {
  from: string
  until: string | null
  procedure: Procedure
}

/**
 * @param files already checked: codes are unique and the versions of one file do not overlap. In what the
 *   catalogue gives out, conditions are settled (`settle-conditions.ts`): decided once a guide is at its end
 */
export function buildCatalogue(files: readonly ProcedureFile[]): Catalogue {
  const versions = new Map(files.map((file) => [file.code, datedVersions(file)]))
  const codes = [...versions.keys()].sort()
  const replacedBy = new Map(files.flatMap((file) => file.replaces.map((old) => [old, file.code])))

  const current: Catalogue['current'] = (code) => (versions.has(code) ? code : replacedBy.get(code))
  const find: Catalogue['find'] = (code, on) => {
    const day = on.toString({ calendarName: 'never' })
    const dated = versions.get(current(code) ?? '') ?? []
    return dated.find((one) => one.from <= day && (one.until === null || day <= one.until))?.procedure
  }
  const all: Catalogue['all'] = (on) => codes.map((code) => find(code, on)).filter((one) => one !== undefined)
  return { codes, find, current, all }
}

function datedVersions({ versions, ...file }: ProcedureFile): DatedVersion[] {
  return versions.map((version) => ({
    from: version.from,
    until: version.until,
    procedure: { ...file, ...settleConditions(version), version: version.from },
  }))
}

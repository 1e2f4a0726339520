import type { LocalText } from '../procedures/schema.ts'
import { loadReferrals } from '../referrals/load-referrals.ts'
import type { Told } from './find-told.ts'
import { loadMatchingData } from './load-matching-data.ts'
import type { MatchEntry, MatchingSubject } from './prepare-matching.ts'

/** What matching needs of a procedure file. */
export interface NamedProcedure {
  code: string
  name: LocalText
  short: LocalText
  aliases: readonly string[]
  former_names?: readonly { name: string }[]
  replaces?: readonly string[]
  field: LocalText
}

/**
 * Puts together what texts are held against: the procedures, and the wordings that ship with the assistant.
 * @param own the operator's folder whose wordings are laid over the built-in ones
 * @returns the subject, and a line for each file of the operator's that was set aside
 * @throws AppError `bad_data`, naming file and line, for a built-in file that is wrong
 */
export async function loadSubject(
  procedures: Iterable<NamedProcedure>,
  lifeEvents: readonly Told[],
  own?: string,
): Promise<{ subject: MatchingSubject; problems: string[] }> {
  const [{ data, problems }, { referrals, problem }] = await Promise.all([
    loadMatchingData(own),
    loadReferrals(own),
  ])
  const entries = Array.from(procedures, entryOf)
  return {
    subject: { entries, data, referrals, lifeEvents },
    problems: problem === undefined ? problems : [...problems, problem],
  }
}

/** A procedure as it is looked for. */
function entryOf(procedure: NamedProcedure): MatchEntry {
  return {
    code: procedure.code,
    name: procedure.name.vi,
    short: procedure.short.vi,
    aliases: [...procedure.aliases, procedure.name.en, procedure.short.en],
    formerNames: procedure.former_names?.map(({ name }) => name) ?? [],
    replaces: procedure.replaces ?? [],
    field: procedure.field.vi,
  }
}

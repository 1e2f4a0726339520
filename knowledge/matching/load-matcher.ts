import type { LocalText } from '../procedures/schema.ts'
import { createMatcher, type Matcher } from './create-matcher.ts'
import { loadMatchingData } from './load-matching-data.ts'

/** What matching needs of a procedure file. */
export interface NamedProcedure {
  code: string
  name: LocalText
  short: LocalText
  aliases: readonly string[]
  field: LocalText
}

/**
 * Builds the matcher of a catalogue from the wordings that ship with it.
 * @param procedures those that may be named, e.g. `catalogue.all(today)`
 * @param own the operator's folder whose wordings are laid over the built-in ones
 * @returns the matcher, and a line for each file of the operator's that was set aside
 * @throws AppError `bad_data`, naming file and line, for a built-in file that is wrong
 */
export async function loadMatcher(
  procedures: Iterable<NamedProcedure>,
  own?: string,
): Promise<Matcher & { problems: string[] }> {
  const { data, problems } = await loadMatchingData(own)
  const entries = Array.from(procedures, ({ code, name, short, aliases, field }) => ({
    code,
    name: name.vi,
    short: short.vi,
    aliases: [...aliases, name.en, short.en],
    field: field.vi,
  }))
  return { ...createMatcher(entries, data), problems }
}

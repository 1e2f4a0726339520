import { createMatcher, type Matcher } from './create-matcher.ts'
import type { Told } from './find-told.ts'
import { loadModel } from './load-model.ts'
import { loadSubject, type NamedProcedure } from './load-subject.ts'

/**
 * Builds the matcher of a catalogue from the wordings and the model that ship with it.
 * @param procedures those that may be named, e.g. `catalogue.all(today)`
 * @param own the operator's folder whose wordings are laid over the built-in ones
 * @param lifeEvents what people tell of without naming a procedure
 * @returns the matcher, and a line for each file of the operator's that was set aside
 * @throws AppError `bad_data`, naming file and line, for a built-in file that is wrong
 */
export async function loadMatcher(
  procedures: Iterable<NamedProcedure>,
  own?: string,
  lifeEvents: readonly Told[] = [],
): Promise<Matcher & { problems: string[] }> {
  const [{ subject, problems }, model] = await Promise.all([
    loadSubject(procedures, lifeEvents, own),
    loadModel(),
  ])
  return { ...createMatcher(subject, model), problems }
}

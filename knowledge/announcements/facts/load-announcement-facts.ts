import { fileURLToPath } from 'node:url'
import { loadFacts } from '../../files/load-facts.ts'
import { type AnnouncementFacts, announcementFile } from './announcement-facts.ts'

const builtIn = fileURLToPath(new URL('../data/announcements.yaml', import.meta.url))

/**
 * What is known of announcements, with an operator's `announcements.yaml` laid over the built-in file.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the facts, and one line that says why the own file was set aside, if it was
 * @throws AppError `bad_data`, naming file and line, when the built-in file is bad
 */
export async function loadAnnouncementFacts(
  ownFolder?: string,
): Promise<{ facts: AnnouncementFacts; problem?: string }> {
  const own = ownFolder === undefined ? undefined : { folder: ownFolder, name: 'announcements.yaml' }
  const { facts, problem } = await loadFacts(announcementFile, builtIn, own)
  return { facts, ...(problem === undefined ? {} : { problem }) }
}

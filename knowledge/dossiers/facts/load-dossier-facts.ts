import { fileURLToPath } from 'node:url'
import { loadFacts } from '../../files/load-facts.ts'
import { createDossierFacts } from './create-dossier-facts.ts'
import type { DossierFacts } from './dossier-facts.ts'
import { ruleFile } from './rule-data.ts'
import { statusFile } from './status-data.ts'

const data = (name: string) => fileURLToPath(new URL(`../data/${name}`, import.meta.url))

/**
 * What is known of dossiers, with an operator's `dossier-statuses.yaml` and `dossier-rules.yaml` laid over the
 * built-in files.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the facts, and for each own file that was set aside one line that says why
 * @throws AppError `bad_data`, naming file and line, when a built-in file is bad
 */
export async function loadDossierFacts(
  ownFolder?: string,
): Promise<{ facts: DossierFacts; problems: string[] }> {
  const own = (name: string) => (ownFolder === undefined ? undefined : { folder: ownFolder, name })
  const [statuses, rules] = await Promise.all([
    loadFacts(statusFile, data('statuses.yaml'), own('dossier-statuses.yaml')),
    loadFacts(ruleFile, data('rules.yaml'), own('dossier-rules.yaml')),
  ])
  const problems = [statuses.problem, rules.problem].filter((problem) => problem !== undefined)
  return { facts: createDossierFacts(statuses.facts, rules.facts), problems }
}

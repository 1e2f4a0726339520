import type { DossierStatus } from '../dossier.ts'
import type { DossierRules } from './rule-data.ts'
import type { StatusFacts, StepFacts } from './status-data.ts'

/** What is known of dossiers in general; all of it is data. */
export interface DossierFacts {
  statuses: Readonly<Record<DossierStatus, StatusFacts>>
  /** The way of a dossier as it is drawn, first step first. */
  steps: readonly StepFacts[]
  rules: DossierRules
  /** The status that a file or a person names, by number or name, however it is written. */
  statusOf(text: string): DossierStatus | undefined
}

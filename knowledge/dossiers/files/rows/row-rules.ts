import type { DossierStatus } from '../../dossier.ts'

/** What decides whether a row's words mean something here. */
export interface RowRules {
  statusOf(text: string): DossierStatus | undefined
  /** The slug of a unit that is served here, by slug or name. */
  unitOf(text: string): string | undefined
  /** The code of a procedure that is known here, by code or name. */
  procedureOf(text: string): string | undefined
  /** Of rows that say none: the one that is served here, if it is one. */
  unit?: string | undefined
  /** ISO instant. */
  now: string
}

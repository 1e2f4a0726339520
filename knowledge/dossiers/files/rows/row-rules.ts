import type { DossierStatus } from '../../dossier.ts'

/** What decides whether a row's words mean something here. */
export interface RowRules {
  statusOf(text: string): DossierStatus | undefined
  /** The slug of a unit that is served here, by slug or name. */
  unitOf(text: string): string | undefined
  /** By code or name. */
  knowsProcedure(text: string): boolean
  /** ISO instant. */
  now: string
}

import type { DossierStatus } from '../dossier.ts'

/** What of a dossier is needed to show it, as the database gives it: instants in ISO, numbers of đồng as text. */
export interface DossierRow {
  id: string
  code: string
  unit: string | null
  procedure: string | null
  applicant: string | null
  status: DossierStatus
  status_at: string
  received_at: string | null
  due_at: string | null
  promised_at: string | null
  finished_at: string | null
  returned_at: string | null
  papers: string[] | null
  supply_by: string | null
  fee_due: string | null
  apology_at: string | null
  note: string | null
  result: string | null
}

/** The columns of a `DossierRow`, of a table called `d`. */
export const dossierColumns = `d.id::text, d.code, d.unit, d.procedure, d.applicant, d.status, d.status_at,
  d.received_at, d.due_at, d.promised_at, d.finished_at, d.returned_at, d.papers, d.supply_by, d.fee_due::text,
  d.apology_at, d.note, d.result`

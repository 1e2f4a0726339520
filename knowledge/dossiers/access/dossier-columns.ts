import type { DossierStatus, PastStatus } from '../dossier.ts'

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
  /** Null where nothing of it is on record. */
  past: PastStatus[] | null
}

/** As the database gives instants elsewhere: they are compared as text. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The columns of a `DossierRow`, of a table called `d`; its pauses are in its history. */
export const dossierColumns = `d.id::text, d.code, d.unit, d.procedure, d.applicant, d.status, d.status_at,
  d.received_at, d.due_at, d.promised_at, d.finished_at, d.returned_at, d.papers, d.supply_by, d.fee_due::text,
  d.apology_at, d.note, d.result,
  (select json_agg(json_build_object('at', ${iso('c.at')}, 'status', c.status, 'dueAt', ${iso('c.due_at')},
      'recordedAt', ${iso('c.recorded_at')}) order by c.id)
    from dossier_change c where c.dossier_id = d.id) as past`

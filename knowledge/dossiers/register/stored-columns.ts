import type { StoredDossier } from './stored-dossier.ts'

/** The column of each field, and its type where rows come as JSON. */
export const storedColumns: Readonly<Record<keyof StoredDossier, readonly [column: string, type: string]>> = {
  status: ['status', 'smallint'],
  statusAt: ['status_at', 'timestamptz'],
  statusBy: ['status_by', 'text'],
  source: ['source', 'text'],
  asOf: ['as_of', 'timestamptz'],
  receivedAt: ['received_at', 'timestamptz'],
  dueAt: ['due_at', 'timestamptz'],
  promisedAt: ['promised_at', 'timestamptz'],
  finishedAt: ['finished_at', 'timestamptz'],
  returnedAt: ['returned_at', 'timestamptz'],
  procedure: ['procedure', 'text'],
  applicant: ['applicant', 'text'],
  unit: ['unit', 'text'],
  note: ['note', 'text'],
  papers: ['papers', 'jsonb'],
  supplyBy: ['supply_by', 'timestamptz'],
  feeDue: ['fee_due', 'bigint'],
  apologyAt: ['apology_at', 'timestamptz'],
  result: ['result', 'text'],
}

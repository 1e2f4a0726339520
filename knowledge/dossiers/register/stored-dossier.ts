import type { DossierStatus } from '../dossier.ts'

/** What the register holds of a dossier, as far as an update may change it; instants are ISO, with milliseconds. */
export interface StoredDossier {
  status: DossierStatus
  statusAt: string
  /** Whose time `statusAt` is: the source's, ours when we heard of it, or that of an official's correction. */
  statusBy: 'said' | 'seen' | 'corrected'
  /** Of its status. */
  source: string
  /** Of when the latest is that was taken over: what the source said before then tells nothing new. */
  asOf: string | null
  receivedAt: string | null
  dueAt: string | null
  /** What was promised first. */
  promisedAt: string | null
  finishedAt: string | null
  returnedAt: string | null
  procedure: string | null
  applicant: string | null
  unit: string | null
  note: string | null
  papers: string[] | null
  supplyBy: string | null
  feeDue: number | null
  apologyAt: string | null
  result: string | null
}

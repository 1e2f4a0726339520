/** As nationally defined (TrangThaiHoSo); `data/statuses.yaml` says what each means. */
export type DossierStatus = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** By what a person showed that a dossier may be shown to them. */
export type Proof = 'slip' | 'phone' | 'digits'

/** Whether changes are told: not at all, between 07:00 and 22:00, or at any hour. */
export type Tells = 'no' | 'day' | 'at_once'

/** What a source says of a dossier. What it does not say is absent, and left as it is; instants are ISO. */
export interface DossierUpdate {
  /** As `readDossierCode` gives it. */
  code: string
  status: DossierStatus
  /** When the dossier got this status, where the source says so. */
  statusAt?: string
  /** A procedure's code, or its name. */
  procedure?: string
  applicant?: string
  /** As the source wrote it; nothing of it but a keyed hash and two digits is kept. */
  phone?: string
  /** Four digits. */
  idLast4?: string
  /** A slug. */
  unit?: string
  receivedAt?: string
  dueAt?: string
  note?: string
  /** Papers to supply. */
  papers?: string[]
  supplyBy?: string
  /** In đồng. */
  feeDue?: number
  /** When the letter of apology was written. */
  apologyAt?: string
  /** Where and what the result is. */
  result?: string
}

/** A line of a dossier's history; instants are ISO in one form, comparable as text. */
export interface PastStatus {
  at: string
  status: DossierStatus
  /** As the source had said it by then; null where that is not known. */
  dueAt: string | null
  /** When it was heard of. */
  recordedAt?: string
}

/** A dossier as it is shown to whoever may see it; instants are ISO. */
export interface DossierView {
  code: string
  status: DossierStatus
  statusAt: string
  unit?: string
  receivedAt?: string
  /** As the source says it: when it is due with its pauses, `dueInForce` tells. */
  dueAt?: string
  /** What was promised first, when `dueAt` is another day. */
  promisedAt?: string
  finishedAt?: string
  returnedAt?: string
  supplyBy?: string
  feeDue?: number
  apologyAt?: string
  /** In the order in which it came to be. */
  past?: readonly PastStatus[]
  /** What follows is left out where the channel is not to say names and papers (`discreet`). */
  procedure?: string
  applicant?: string
  papers?: string[]
  note?: string
  result?: string
  discreet?: true
  /** Shown to an official by their role and unit, and not to somebody who follows it. */
  official?: true
  /** The follow it is shown by; absent for an official's look-up, and once it has ended with the dossier. */
  follow?: { id: string; tells: Tells }
}

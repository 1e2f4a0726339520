import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierView, Tells } from '../dossier.ts'
import type { DossierRow } from './dossier-columns.ts'
import { maskName } from './mask-name.ts'

export interface ViewOptions {
  /** Names, papers and what is written of the case are left out: the channel keeps what it carries. */
  discreet: boolean
  /** For an official, who has to know whose it is. Others see who it is about, and not the name. */
  whole?: true
  follow?: { id: string; tells: Tells }
}

/** A dossier as it may be shown; whether it may be is decided before. */
export function viewDossier(row: DossierRow, { discreet, whole, follow }: ViewOptions): DossierView {
  const moved = row.promised_at && row.due_at && dayOf(row.promised_at) !== dayOf(row.due_at)
  const open = {
    code: row.code,
    status: row.status,
    statusAt: row.status_at,
    ...present({
      unit: row.unit,
      receivedAt: row.received_at,
      dueAt: row.due_at,
      promisedAt: moved ? row.promised_at : null,
      finishedAt: row.finished_at,
      returnedAt: row.returned_at,
      supplyBy: row.supply_by,
      feeDue: row.fee_due === null ? null : Number(row.fee_due),
      apologyAt: row.apology_at,
      past: row.past,
    }),
    ...(follow ? { follow } : {}),
    ...(whole && !follow ? { official: true as const } : {}),
  }
  if (discreet) return { ...open, discreet: true }
  const { procedure, papers, note, result } = row
  const applicant = row.applicant && !whole ? maskName(row.applicant) : row.applicant
  return { ...open, ...present({ procedure, applicant, papers, note, result }) }
}

/** Due dates are days. */
function dayOf(instant: string): string {
  return hanoiDay(Temporal.Instant.from(instant)).toString()
}

type Present<T> = { [Key in keyof T]?: NonNullable<T[Key]> }

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Present<T>
}

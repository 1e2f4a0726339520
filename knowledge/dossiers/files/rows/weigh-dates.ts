import type { DossierUpdate } from '../../dossier.ts'
import { sayColumn } from './columns.ts'

/**
 * Leaves a due date out that lies before the receipt: it would be overdue from the first day.
 * @param now ISO instant in the form of the update's own
 * @returns what a person should know of the dates of a row
 */
export function weighDates(update: DossierUpdate, now: string): string[] {
  const { receivedAt, dueAt, statusAt } = update
  const warnings: string[] = []
  if (receivedAt !== undefined && dueAt !== undefined && dueAt < receivedAt) {
    delete update.dueAt
    warnings.push(`${sayColumn('due_at')} is before ${sayColumn('received_at')}: it is left out`)
  }
  // The register passes it over: such a status would outlast all that is said before then.
  if (statusAt !== undefined && statusAt > now)
    warnings.push(`${sayColumn('updated_at')} is yet to come: the time of the import counts`)
  return warnings
}

import { readAmount } from '../../reading/read-amount.ts'
import type { FieldReader, Fields } from './create-field-reader.ts'
import type { FeedMap } from './one-stop-map.ts'

/**
 * What is still to be paid, in đồng. Where a fee does not say whether it is paid, it is due while the dossier waits
 * for payment and not otherwise.
 * @param waits whether the dossier waits for payment (status 6)
 * @returns undefined when no fee is named, or one of them cannot be read: part of a sum would mislead
 */
export function sumFees(
  record: Fields,
  map: NonNullable<FeedMap['fees']>,
  { read, waits }: { read: FieldReader; waits: boolean },
): number | undefined {
  const fees = read.list(record, map.list) ?? []
  if (fees.length === 0) return undefined
  const due = fees.filter((fee) => {
    const paid = read.text(fee, map.paid)
    return paid === undefined ? waits : !map.paid_values.includes(paid)
  })
  const amounts = due.map((fee) => readAmount(read.text(fee, map.amount) ?? ''))
  return amounts.reduce<number | undefined>(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
    0,
  )
}

import type { DossierUpdate } from '../dossier.ts'
import type { Judged } from './judge-rows.ts'
import type { SaidRow } from './keep-fresh.ts'
import type { Sheet } from './sheet.ts'

/** What is to be taken of a sheet that was judged: from memory as far as that goes, then from the sheet. */
export async function* readAgain(
  sheet: Pick<Sheet, 'read'>,
  { fresh, kept, readRow }: Judged,
  fingerprintOf: (update: DossierUpdate) => string,
): AsyncGenerator<SaidRow> {
  const upTo = kept.upTo()
  for (const rows of kept.take()) {
    for (const said of rows) if (fresh.has(said.row)) yield said
  }
  if (upTo === Number.POSITIVE_INFINITY) return
  for await (const rows of sheet.read()) {
    for (const line of rows) {
      if (line.row <= upTo || 'problem' in line || !fresh.has(line.row)) continue
      const read = readRow(line.cells)
      if ('update' in read)
        yield { row: line.row, update: read.update, fingerprint: fingerprintOf(read.update) }
    }
  }
}

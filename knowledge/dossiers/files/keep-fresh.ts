import type { Said } from '../register/said.ts'

/** An update of a row of a sheet. */
export interface SaidRow extends Said {
  row: number
}

/** What may be held of a file, in bytes: some 150,000 rows. Of a longer one the rest is read again. */
const most = 48 << 20

/** Updates that are still to be taken, packed: as objects they would take several times as much. */
export interface KeptRows {
  /** Keeps rows while there is room, in their order; then no more. */
  keep(rows: readonly SaidRow[]): void
  /** The last row up to which all are kept. */
  upTo(): number
  /** Gives them back, once. */
  take(): Generator<SaidRow[]>
}

/** @param room in bytes */
export function keepFresh(room = most): KeptRows {
  const packs: Buffer[] = []
  let used = 0
  let last = Number.POSITIVE_INFINITY
  return {
    keep(rows) {
      const [first] = rows
      if (!first || used > room) return
      packs.push(Buffer.from(JSON.stringify(rows)))
      used += packs.at(-1)?.length ?? 0
      if (used > room) last = rows.at(-1)?.row ?? first.row
    },
    upTo: () => last,
    *take() {
      for (let pack = packs.shift(); pack; pack = packs.shift()) yield JSON.parse(pack.toString())
    },
  }
}

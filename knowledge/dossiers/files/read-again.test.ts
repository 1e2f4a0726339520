import { expect, it } from 'vitest'
import type { DossierUpdate } from '../dossier.ts'
import { keepFresh } from './keep-fresh.ts'
import { readAgain } from './read-again.ts'
import type { SheetRow } from './sheet.ts'

const rows = Array.from({ length: 40 }, (_, n) => ({
  row: n + 2,
  update: { code: `c${n}`, status: 4 as const },
}))
const fingerprintOf = ({ code }: DossierUpdate) => `of ${code}`

/** The codes that come of a sheet whose rows were kept four at a time while there was room. */
async function takeWith(room: number) {
  const kept = keepFresh(room)
  const said = rows.map((one) => ({ ...one, fingerprint: fingerprintOf(one.update) }))
  for (let at = 0; at < said.length; at += 4) kept.keep(said.slice(at, at + 4))
  // Every tenth was overruled by a later row.
  const fresh = new Set(rows.flatMap(({ row }, n) => (n % 10 === 0 ? [] : [row])))
  let readings = 0
  const sheet = {
    async *read(): AsyncGenerator<SheetRow[]> {
      readings += 1
      yield [{ row: 1, cells: ['code'] }, ...rows.map(({ row, update }) => ({ row, cells: [update.code] }))]
    },
  }
  const readRow = ([code]: readonly unknown[]) => ({
    update: { code: String(code), status: 4 as const },
    warnings: [],
  })
  const taken = []
  for await (const said of readAgain(sheet, { fresh, kept, readRow }, fingerprintOf)) taken.push(said)
  return { taken, readings }
}

const wanted = rows
  .filter((_, n) => n % 10 !== 0)
  .map((one) => ({ ...one, fingerprint: fingerprintOf(one.update) }))

it('takes what a long sheet has from memory first, and the rest from the sheet', async () => {
  expect(await takeWith(1000)).toEqual({ taken: wanted, readings: 1 })
  expect(await takeWith(0)).toEqual({ taken: wanted, readings: 1 })
})

it('does not read a short sheet a second time', async () => {
  expect(await takeWith(1 << 20)).toEqual({ taken: wanted, readings: 0 })
})

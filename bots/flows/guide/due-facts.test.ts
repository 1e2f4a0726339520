import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { loadCalendar } from '../../../knowledge/calendar/load-calendar.ts'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import { local, madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import { createKnowledge } from '../create-knowledge.ts'
import { playGuide } from './play-guide.ts'

const folder = await mkdtemp(join(tmpdir(), 'due-'))
await writeFile(
  join(folder, 'office-hours.yaml'),
  `units:
  hoan-kiem:
    one_stop:
      working_day: [{ from: '08:00', to: '17:30' }]
      saturday: []
      verified: true
      source: Thông báo của phường
`,
)
const { calendar } = await loadCalendar(folder)
const lateOnTuesday = Temporal.Instant.from('2026-11-17T17:15+07:00')

/** What somebody hears who asks for it late on a Tuesday; it takes three working days. */
async function said(unit: string, office: Procedure['office']): Promise<string> {
  const versions = local.versions.map((version) => ({ ...version, office }))
  const parts = await madeUpKnowledge({ calendar, catalogue: buildCatalogue([{ ...local, versions }]) })
  const procedure = parts.catalogue.find(local.code, Temporal.PlainDate.from('2026-11-17'))
  if (!procedure) throw new Error('it is not in force')
  const options = { lang: 'vi', now: lateOnTuesday, unit } as const
  return JSON.stringify(playGuide(procedure, new Map(), createKnowledge(parts), options).replies)
}

it.each([
  ['is open still: it counts today', 'hoan-kiem', 'one_stop', 'Thứ Sáu 20/11/2026 nếu nộp đủ'],
  [
    'keeps the usual hours: it counts tomorrow',
    'ba-dinh',
    'one_stop',
    'Thứ Hai 23/11/2026 (ngày này có thể được nghỉ, anh/chị gọi trước khi đến)',
  ],
  [
    'is its police, who keep the usual hours',
    'hoan-kiem',
    'police',
    'Thứ Hai 23/11/2026 (ngày này có thể được nghỉ, anh/chị gọi trước khi đến)',
  ],
  [
    'is another office, which the hours of the ward do not bind',
    'hoan-kiem',
    'other',
    'Thứ Hai 23/11/2026 (ngày này có thể được nghỉ, anh/chị gọi trước khi đến)',
  ],
] as const)('says when a result is due where the office %s', async (_, unit, office, due) => {
  expect(await said(unit, office)).toContain(due)
})

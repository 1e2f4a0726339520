import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import { loadCalendar } from '../../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { createFieldFinder } from '../../../knowledge/dossiers/report/create-field-finder.ts'
import type { OnTimeCounts, OnTimeRow } from '../../../knowledge/dossiers/report/on-time-row.ts'
import { reportOnTime } from '../../../knowledge/dossiers/report/report-on-time.ts'
import { loadProcedures } from '../../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../../knowledge/procedures/read-sources.ts'
import { csvLine } from '../../../office/audit/csv-line.ts'
import { onlyUnit } from '../../dossiers/only-unit.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { readPeriod } from './read-period.ts'

const groups = ['unit', 'field', 'month'] as const
const counts = ['received', 'early', 'on_time', 'late', 'overdue', 'running', 'unjudged', 'percent'] as const

/**
 * `dossiers report --from --to [--csv]`: how dates were kept, of the dossiers received in that time, by unit, field
 * and month of receipt.
 */
export async function reportDossiers(
  context: CommandContext,
  { csv, ...fields }: { from: string; to: string; csv?: boolean },
): Promise<void> {
  const { clock, config, print, withDatabase } = context
  const { from, to } = readPeriod(fields)
  if (from === undefined || to === undefined || from >= to)
    throw new AppError('bad_usage', '--from must lie before --to')
  const now = clock.now()
  const [{ facts }, { calendar }, { catalogue }] = await Promise.all([
    loadDossierFacts(config.knowledgeDir),
    loadCalendar(config.knowledgeDir),
    loadProcedures(builtInProcedures, config.knowledgeDir),
  ])
  const fieldOf = createFieldFinder(catalogue, hanoiDay(now))
  const report = await withDatabase(({ pool }) =>
    reportOnTime(pool, { from, to, now, calendar, facts, fieldOf, unit: onlyUnit(config.units) }),
  )
  print({ from, to, ...report }, csv ? toCsv(report.rows) : sayReport(report))
}

/** The total is left to the spreadsheet. */
function toCsv(rows: readonly OnTimeRow[]): string {
  const lines = rows.map((row) => [...groups, ...counts].map((column) => textOf(row[column])))
  return [[...groups, ...counts], ...lines].map(csvLine).join('').trimEnd()
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value)
}

function sayReport({ rows, total }: { rows: readonly OnTimeRow[]; total: OnTimeCounts }): string {
  if (rows.length === 0) return 'no dossier was received in this time'
  return [
    ...rows.map((row) => `${row.month}  ${row.unit ?? '–'}  ${row.field ?? '–'}: ${sayCounts(row)}`),
    `in all: ${sayCounts(total)}`,
  ].join('\n')
}

function sayCounts({
  received,
  early,
  on_time,
  late,
  overdue,
  running,
  unjudged,
  percent,
}: OnTimeCounts): string {
  const kept = percent === null ? 'none to be judged' : `${percent}% in time`
  return `${received} received, ${early} early, ${on_time} on the day, ${late} late, ${overdue} overdue, ${running} running, ${unjudged} not judged: ${kept}`
}

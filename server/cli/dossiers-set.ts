import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../knowledge/dossiers/register/apply-updates.ts'
import { listDisagreements } from '../../knowledge/dossiers/register/list-disagreements.ts'
import { readUpdate } from '../../knowledge/dossiers/sources/read-update.ts'
import { updateReading } from '../dossiers/update-reading.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'
import { openDesk, readCode } from './dossier-desk.ts'

/** The options of `dossiers set`, as commander names them. */
export interface DossierFields {
  status: string
  note?: string
  due?: string
  /** One a line, or with `;` between them. */
  papers?: string
  fee?: string
  supplyBy?: string
  result?: string
  apology?: string
  procedure?: string
  unit?: string
  phone?: string
  idLast4?: string
  applicant?: string
  /** The id of an official. */
  by?: string
  /** What was entered before is wrong: this holds, backwards too. */
  correct?: true
}

/** What officials enter is one source, whoever of them it is. */
const source = 'official'

/** By option, the field of an update. */
const fields = {
  status: 'status',
  note: 'note',
  due: 'due_at',
  papers: 'papers',
  fee: 'fee_due',
  supplyBy: 'supply_by',
  result: 'result',
  apology: 'apology_at',
  procedure: 'procedure',
  unit: 'unit',
  phone: 'phone',
  idLast4: 'id_last4',
  applicant: 'applicant',
} as const

/** `dossiers set CODE --status N`: an official's own entry. What it leaves out stays as it is. */
export async function setDossier(
  context: CommandContext,
  typed: string,
  given: DossierFields,
): Promise<void> {
  const { config, print, withDatabase } = context
  const code = readCode(typed)
  const { facts } = await loadDossierFacts(config.knowledgeDir)
  const { unit: only, ...reading } = await updateReading(() => facts, config.units)
  const said = Object.entries(fields).map(([option, field]) => [field, given[option as keyof typeof fields]])
  const read = readUpdate({ ...Object.fromEntries(said), code }, reading)
  if (!read.ok) throw new AppError('bad_usage', asOption(read.reason))
  const { update } = read

  const entered = await withDatabase(async ({ pool, secret }) => {
    const desk = await openDesk(context, { sql: pool, secret }, given.by)
    const stored = await desk.find(code)
    const own = desk.official && desk.official.unit !== 'all' ? desk.official.unit : undefined
    const unit = update.unit ?? (stored ? (stored.unit === null ? only : undefined) : (own ?? only))
    if (stored) await desk.checkUnit(code, stored.unit)
    if (unit !== undefined) await desk.checkUnit(code, unit)
    await desk.record(given.correct ? 'dossier.corrected' : 'dossier.set', code, { status: update.status })
    const counts = await applyUpdates(pool, [{ ...update, ...(unit === undefined ? {} : { unit }) }], {
      source,
      key: desk.key,
      facts,
      now: desk.now,
      ...(given.correct ? { correct: true } : {}),
    })
    const open = await listDisagreements(pool, { code, most: 10 })
    return {
      state: counts.inserted > 0 ? 'inserted' : counts.updated > 0 ? 'updated' : 'unchanged',
      disagreements: open.filter(({ theirs_source }) => theirs_source === source),
    }
  })
  const denied = entered.disagreements.map(
    ({ field, ours, ours_source }) =>
      `\n${field} stays ${ours}, as ${ours_source} said: settle it (dossiers disagreements), or set it with --correct`,
  )
  print({ code, ...entered }, `${code}: ${entered.state}${denied.join('')}`)
}

/** "due_at: no such date" → "--due: no such date" */
function asOption(reason: string): string {
  const [field = '', ...why] = reason.split(':')
  const option = Object.entries(fields).find(([, name]) => name === field)?.[0] ?? field
  return `--${option.replace(/[A-Z]|\d+$/g, (sign) => (/\d/.test(sign) ? sign : `-${sign.toLowerCase()}`))}:${why.join(':')}`
}

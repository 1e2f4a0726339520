import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import type { DossierUpdate } from '../../../knowledge/dossiers/dossier.ts'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { createProcedureFinder } from '../../../knowledge/dossiers/files/create-procedure-finder.ts'
import { applyUpdates } from '../../../knowledge/dossiers/register/apply-updates.ts'
import { listDisagreements } from '../../../knowledge/dossiers/register/list-disagreements.ts'
import { readUpdate } from '../../../knowledge/dossiers/sources/read-update.ts'
import { loadProcedures } from '../../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../../knowledge/procedures/read-sources.ts'
import { updateReading } from '../../dossiers/update-reading.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { openDesk } from './open-desk.ts'
import { readCode } from './read-code.ts'

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
  const warnings: string[] = []
  if (update.procedure !== undefined) {
    const known = await findProcedure(context, update.procedure)
    if (known === undefined) warnings.push('--procedure is unknown here; it is kept as it is')
    else update.procedure = known
  }

  const entered = await withDatabase(async ({ pool, secret }) => {
    const desk = await openDesk(context, { sql: pool, secret }, given.by)
    const stored = await desk.find(code)
    const own = desk.official && desk.official.unit !== 'all' ? desk.official.unit : undefined
    const unit = update.unit ?? (stored ? (stored.unit === null ? only : undefined) : (own ?? only))
    if (stored) await desk.checkUnit(code, stored.unit)
    if (unit !== undefined) await desk.checkUnit(code, unit)
    checkDue(update, stored?.received_at)
    const counts = await applyUpdates(pool, [{ ...update, ...(unit === undefined ? {} : { unit }) }], {
      source,
      key: desk.key,
      facts,
      now: desk.now,
      ...(given.correct ? { correct: true } : {}),
    })
    const held = (await desk.find(code))?.status
    const action = given.correct ? 'dossier.corrected' : 'dossier.set'
    await desk.record(held === update.status ? action : 'dossier.not_taken', code, { status: update.status })
    const open = await listDisagreements(pool, { code, most: 10 })
    const disagreements = open.filter(({ theirs_source }) => theirs_source === source)
    if (held !== update.status && disagreements.every(({ field }) => field !== 'status'))
      warnings.push(
        `the status is not taken: the register has ${held}, which is as far or further; if that is wrong, add --correct`,
      )
    const state = counts.inserted > 0 ? 'inserted' : counts.updated > 0 ? 'updated' : 'unchanged'
    return { state, disagreements, warnings }
  })
  const denied = entered.disagreements.map(
    ({ field, ours, ours_source }) =>
      `${field} stays ${ours}, as ${ours_source} said: settle it (dossiers disagreements), or set it with --correct`,
  )
  print({ code, ...entered }, [`${code}: ${entered.state}`, ...denied, ...warnings].join('\n'))
}

/** @returns its code, by its code or its name; undefined when it is not known here */
async function findProcedure(
  { clock, config }: Pick<CommandContext, 'clock' | 'config'>,
  text: string,
): Promise<string | undefined> {
  const { catalogue } = await loadProcedures(builtInProcedures, config.knowledgeDir)
  return createProcedureFinder(catalogue, hanoiDay(clock.now()))(text)
}

/** @throws AppError when it is due before it was received: it would be overdue from the first day */
function checkDue({ dueAt }: DossierUpdate, receivedAt: string | null | undefined): void {
  if (dueAt === undefined || !receivedAt) return
  const received = Temporal.Instant.from(receivedAt)
  if (Temporal.Instant.compare(Temporal.Instant.from(dueAt), received) < 0)
    throw new AppError('conflict', `--due is before ${hanoiDay(received)}, when the dossier was received`)
}

/** "due_at: is no date" → "--due: is no date" */
function asOption(reason: string): string {
  const [field = '', ...why] = reason.split(':')
  const option = Object.entries(fields).find(([, name]) => name === field)?.[0] ?? field
  return `--${option.replace(/[A-Z]|\d+$/g, (sign) => (/\d/.test(sign) ? sign : `-${sign.toLowerCase()}`))}:${why.join(':')}`
}

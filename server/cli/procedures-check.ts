import { join, sep } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import type { Doubt } from '../../knowledge/files/doubt.ts'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import {
  builtInProcedures,
  readOwnSources,
  readProcedureSources,
} from '../../knowledge/procedures/read-sources.ts'
import { loadReferrals } from '../../knowledge/referrals/load-referrals.ts'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { loadInForce } from '../load-in-force.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import type { CommandContext } from './command-context.ts'

type Settings = Pick<Config, 'units' | 'knowledgeDir' | 'dataDir'>
type Context = Pick<CommandContext, 'clock' | 'print'> & { config: Settings }

/** How the summary calls them. */
const kinds: Record<Doubt['kind'], string> = {
  amounts: 'fees, times or deadlines that nobody has verified',
  papers: 'papers to ask again about',
  facts: 'other facts without a source',
  referrals: 'referrals that nobody has verified',
  overdue: 'past the day they were to be checked again',
}

/**
 * `procedures check`: fails when a file would keep the assistant from starting, or one of the ward's own is not used.
 * @param own only what the ward has to see to: its own files, what it has to confirm, and what is past its check date
 */
export async function checkData({ config, clock, print }: Context, { own }: { own: boolean }): Promise<void> {
  const today = hanoiDay(clock.now())
  const check = checkProcedures(
    await readProcedureSources(builtInProcedures),
    today,
    (await readOwnSources(config.knowledgeDir)).sources,
  )
  const rest = await checkRest(config, today)
  // What is wrong with procedures is met again there.
  const further = rest.errors.filter((error) => !check.errors.some((known) => error.includes(known)))
  const errors = [...check.errors, ...further]
  const doubts = [...check.doubts, ...rest.doubts]
  const isForWard = ({ file, kind }: Doubt) =>
    kind === 'overdue' || file.startsWith(join(config.knowledgeDir, sep))
  const forWard = doubts.filter(isForWard)
  // What the ward can do something about comes last, where the eye falls.
  const told = own ? forWard : [...doubts.filter((doubt) => !isForWard(doubt)), ...forWard]
  const warnings = [...told.map(({ file, line, what }) => `${file}:${line}: ${what}`), ...rest.unconfirmed]
  const summary = [
    ...Object.entries(kinds).map(([kind, said]) => ({
      count: told.filter((doubt) => doubt.kind === kind).length,
      said,
    })),
    { count: rest.unconfirmed.length, said: 'for the ward to confirm' },
  ].filter(({ count }) => count > 0)
  print(
    { count: check.count, errors, warnings },
    [
      ...warnings.map((line) => `warning  ${line}`),
      ...errors.map((line) => `error    ${line}`),
      ...summary.map(({ count, said }) => `${String(count).padStart(7)}  ${said}`),
      ...(own || warnings.length === 0 ? [] : ['         (--own shows only what the ward has to see to)']),
      `${check.count} procedures, ${errors.length} errors, ${warnings.length} warnings`,
    ].join('\n'),
  )
  if (errors.length) process.exitCode = 1
}

/** Everything but procedures: what is not used or keeps the server from starting, and what nobody has confirmed. */
async function checkRest(config: Settings, today: Temporal.PlainDate) {
  try {
    const { problems, parts } = await loadInForce(config, today)
    const { doubts } = await loadReferrals(config.knowledgeDir)
    return { errors: problems, doubts, unconfirmed: findUnconfirmed(config, parts) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { errors: [error.message], doubts: [], unconfirmed: [] }
  }
}

/** What only the ward itself can know, and its citizens are told. */
function findUnconfirmed({ units }: Settings, { servicePoints, calendar }: LoadedKnowledge['parts']) {
  const hotline = `service-points.yaml: hotline: nobody has confirmed that ${servicePoints.hotline} is answered; call it, then set verified: true`
  const hours = (['one_stop', 'police'] as const).flatMap((office) => {
    const open = units.filter((unit) => !calendar.office(office, unit).verified)
    if (open.length === 0) return []
    const where = open.length === 1 ? open[0] : `${open.length} units`
    return [
      `office-hours.yaml: ${office}: nobody has confirmed the opening hours of ${where}; write them down with verified: true`,
    ]
  })
  return [...(servicePoints.hotlineVerified ? [] : [hotline]), ...hours]
}

import { loadCalendar } from '../../../knowledge/calendar/load-calendar.ts'
import { viewDossier } from '../../../knowledge/dossiers/access/view-dossier.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { DossierStatus, DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierFacts } from '../../../knowledge/dossiers/facts/dossier-facts.ts'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { dueInForce } from '../../../knowledge/dossiers/time/due-in-force.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { hanoi } from '../hanoi.ts'
import { openDesk } from './open-desk.ts'
import { readCode } from './read-code.ts'

interface Change {
  at: string
  status: DossierStatus
  due_at: string | null
  source: string
}

const findHistory = `
  select c.at, c.status, c.due_at, c.source
  from dossier_change c join dossier d on d.id = c.dossier_id
  where d.code = $1
  order by c.at, c.id`

/** `dossiers show CODE`: a dossier with its history, for the desk; that it was looked at goes on record. */
export async function showDossier(
  context: CommandContext,
  typed: string,
  { by }: { by?: string },
): Promise<void> {
  const { config, print, withDatabase } = context
  const code = readCode(typed)
  const [{ facts }, { calendar }] = await Promise.all([
    loadDossierFacts(config.knowledgeDir),
    loadCalendar(config.knowledgeDir),
  ])
  const { view, history } = await withDatabase(async ({ pool, secret }) => {
    const desk = await openDesk(context, { sql: pool, secret }, by)
    const row = await desk.find(code)
    if (!row) {
      await desk.record('dossier.asked', code, { by: 'official', channel: 'command' })
      throw new AppError('not_found', 'no dossier of this code is in the register: check the code')
    }
    await desk.checkUnit(code, row.unit)
    // On record before anything is shown, or nothing is shown.
    await desk.record('dossier.shown', code, { by: 'official', channel: 'command' })
    const { rows } = await pool.query<Change>(findHistory, [code])
    return { view: viewDossier(row, { discreet: false, whole: true }), history: rows }
  })
  const due = dueInForce(view, { calendar, statuses: facts.statuses })
  const dueWithPauses = due?.extended ? due.at.toString() : undefined
  // The history says more of the same.
  const { past: _, ...shown } = view
  print(
    { ...shown, ...(dueWithPauses === undefined ? {} : { dueWithPauses }), history },
    sayDossier(view, { dueWithPauses, history }, facts),
  )
}

function sayDossier(
  view: DossierView,
  { dueWithPauses, history }: { dueWithPauses: string | undefined; history: readonly Change[] },
  { statuses }: DossierFacts,
): string {
  const named = (status: DossierStatus) => `${status} ${statuses[status].name.vi}`
  const lines: [string, string | undefined][] = [
    ['code', sayDossierCode(view.code)],
    ['status', `${named(view.status)}, since ${hanoi(view.statusAt)}`],
    ['procedure', view.procedure],
    ['applicant', view.applicant],
    ['unit', view.unit],
    ['received', hanoi(view.receivedAt)],
    ['due', hanoi(view.dueAt)],
    ['  with pauses', hanoi(dueWithPauses)],
    ['promised first', hanoi(view.promisedAt)],
    ['papers', view.papers?.join('; ')],
    ['supply by', hanoi(view.supplyBy)],
    ['fee due', view.feeDue === undefined ? undefined : `${view.feeDue} đ`],
    ['apology', hanoi(view.apologyAt)],
    ['result', view.result],
    ['note', view.note],
  ]
  return [
    ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(15)}${value}`])),
    'history',
    ...history.map(({ at, status, source }) => `  ${hanoi(at)}  ${named(status)}  (${source})`),
  ].join('\n')
}

import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DaysLeft } from '../../../knowledge/dossiers/time/days-left.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'
import { sayDueDate, sayWorkingDays } from './say-due.ts'

/** That a dossier is late and whom to call, or that a new date was set; nothing where it is on time. */
export function tellLate(
  view: DossierView,
  due: DaysLeft | undefined,
  saying: Saying,
  { hotline }: DossierWorld,
): string | undefined {
  const late = due?.kind === 'late' ? due : undefined
  const moved = due !== undefined && wasPutOff(view)
  if (!late && !(due && (view.apologyAt || moved))) return undefined
  return [
    late && sayLate(late, saying),
    ...sayApology(view, late === undefined, saying),
    late && saying.text('dossier.late.call', { hotline }),
  ]
    .filter((part) => part)
    .join(' ')
}

function sayLate(late: Extract<DaysLeft, { kind: 'late' }>, saying: Saying): string {
  const said = { date: sayDueDate(late, saying) }
  return late.days === 0
    ? saying.text('dossier.late.none', said)
    : sayWorkingDays('dossier.late', late.days, saying, said)
}

/** @param coming whether the date that was set anew is still to come */
function sayApology(view: DossierView, coming: boolean, saying: Saying): string[] {
  const { apologyAt, dueAt } = view
  const promisedAt = wasPutOff(view) ? view.promisedAt : undefined
  const said = (at: string) => sayDate(hanoiDay(Temporal.Instant.from(at)), saying.lang)
  const promised = promisedAt ? [saying.text('dossier.promised', { date: said(promisedAt) })] : []
  if (!apologyAt) return promised
  const apology =
    promisedAt && dueAt && coming
      ? saying.text('dossier.apology.new', { date: said(apologyAt), due: said(dueAt) })
      : saying.text('dossier.apology', { date: said(apologyAt) })
  return [...promised, apology]
}

/** A day that was moved forward is no promise broken. */
function wasPutOff({ promisedAt, dueAt }: DossierView): boolean {
  if (!promisedAt || !dueAt) return false
  return Temporal.Instant.compare(Temporal.Instant.from(promisedAt), Temporal.Instant.from(dueAt)) < 0
}

import { sayHour } from '../../../knowledge/calendar/say-hour.ts'
import { holds } from '../../../knowledge/procedures/holds.ts'
import type {
  Condition,
  Fee,
  Paper,
  Procedure,
  ProcessingTime,
  Ways,
} from '../../../knowledge/procedures/schema.ts'
import { capitalise, sayMoney } from '../say-values.ts'
import type { CaseScope } from './case-scope.ts'

/** Whether something may apply, as far as the answers go: what is still open is not left out. */
function mayApply(item: { when?: Condition | undefined }, scope: CaseScope): boolean {
  return holds(item.when, scope.answers, scope.today) !== false
}

function isOfWay(line: { channel: Ways }, scope: CaseScope): boolean {
  const { channel } = scope.answers
  return line.channel === 'any' || typeof channel !== 'string' || waysOf(line).some((way) => way === channel)
}

function waysOf({ channel }: { channel: Ways }) {
  return channel === 'any' ? [] : [channel].flat()
}

/** Of the way of filing chosen; without it where it is known, or is the only one: it then goes without saying. */
function forWay<T extends { channel: Ways }>(
  lines: readonly T[],
  { channels }: Procedure,
  scope: CaseScope,
): T[] {
  const fitting = lines.filter((line) => isOfWay(line, scope))
  const open = (['online', 'direct', 'post'] as const).filter((way) => channels[way] === true)
  const only = open.length === 1 && fitting.every((line) => waysOf(line).every((way) => open.includes(way)))
  return only || scope.answers.channel !== undefined
    ? fitting.map((line) => ({ ...line, channel: 'any' }))
    : fitting
}

export interface CasePaper {
  paper: Paper
  /** Why it need not be handed in, if so. */
  notNeeded: string | undefined
  /** False while it depends on an answer not yet given. */
  sure: boolean
}

/** The papers of this case, in the order of the file. */
export function papersOf(procedure: Procedure, scope: CaseScope): CasePaper[] {
  return procedure.papers
    .filter((paper) => mayApply(paper, scope))
    .map((paper) => ({
      paper,
      sure: holds(paper.when, scope.answers, scope.today) === true,
      notNeeded: paper.not_needed.find((rule) => holds(rule.when, scope.answers, scope.today) === true)?.why[
        scope.lang
      ],
    }))
}

/** The fees of this case; the way of filing stays in them only where it tells them apart. */
export function feesOf(procedure: Procedure, scope: CaseScope): Fee[] {
  return forWay(
    procedure.fees.filter((fee) => mayApply(fee, scope)),
    procedure,
    scope,
  )
}

/** The times of this case, as with the fees. */
export function timesOf(procedure: Procedure, scope: CaseScope): ProcessingTime[] {
  return forWay(
    procedure.times.filter((time) => mayApply(time, scope)),
    procedure,
    scope,
  )
}

/** Remarks that hold in this case, or may. */
export function notesOf(procedure: Procedure, scope: CaseScope): Procedure['notes'] {
  return procedure.notes.filter((note) => mayApply(note, scope))
}

/** One paper on one line: what it is, in which form, from whom. */
export function sayPaper(paper: Paper, scope: CaseScope): { text: string; note?: string } {
  return { text: namePaper(paper, scope), note: paperNotes(paper, scope).join('. ') }
}

export function namePaper(paper: Paper, { lang }: CaseScope): string {
  return paper.copies > 1 ? `${paper.name[lang]} × ${paper.copies}` : paper.name[lang]
}

/** In which form, from whom, and the rest; each without its full stop, the form first. */
export function paperNotes(paper: Paper, scope: CaseScope): string[] {
  const { lang } = scope
  return [
    // There is nobody to show it to.
    scope.text(
      paper.form === 'shown' && scope.answers.channel === 'online'
        ? 'paper.shown.online'
        : `paper.${paper.form}`,
    ),
    paper.issued_by && scope.text('paper.issued_by', { who: paper.issued_by[lang] }),
    paper.note?.[lang],
    ...paper.notes.filter((note) => mayApply(note, scope)).map(({ text }) => text[lang]),
    paper.unverified && scope.text('hedge.because', { what: paper.unverified[lang] }),
  ].flatMap((part) => (part ? [part.replace(/\.$/, '')] : []))
}

/** "Đăng ký quá hạn: 8.000 đồng/bản", as a line of its own; what nobody has verified is said to be so. */
export function sayFee(fee: Fee, scope: CaseScope): string {
  const { lang } = scope
  const amount =
    fee.text?.[lang] ??
    (fee.vnd === null
      ? scope.text('fee.unknown')
      : fee.vnd === 0
        ? scope.text('fee.free')
        : sayMoney(fee.vnd, lang) + (fee.per ? `/${fee.per[lang]}` : ''))
  const about = sayCase(fee, scope)
  const said = capitalise(about ? `${about}: ${amount}` : amount)
  return fee.verified ? said : `${said} ${scope.text('hedge')}`
}

export function sayTime(time: ProcessingTime, scope: CaseScope): string {
  const { lang } = scope
  const length =
    time.text?.[lang] ??
    (time.value === null || time.unit === null
      ? scope.text('time.unknown')
      : time.unit === 'same_day'
        ? scope.text('time.same_day')
        : sayLength(time.value, time.unit, scope))
  const cutoff = time.cutoff ? ` ${scope.text('time.cutoff', { hour: sayHour(time.cutoff, lang) })}` : ''
  const about = sayCase(time, scope)
  const said = capitalise((about ? `${about}: ${length}` : length) + cutoff)
  return time.verified ? said : `${said} ${scope.text('hedge')}`
}

/** The case a line is for, and by which way of filing unless the case itself says so. */
function sayCase(line: Pick<Fee, 'case' | 'channel'>, scope: CaseScope): string {
  const said = line.case?.[scope.lang] ?? ''
  const ways = waysOf(line).map((way) => scope.text(`channel.${way}`))
  if (ways.length === 0 || ways.some((way) => said.toLowerCase().includes(way))) return said
  const together = ways.reduce((one, other) => scope.text('case.or', { one, other }))
  return said ? `${said}, ${together}` : together
}

/** "5 ngày làm việc", "1 working day". */
export function sayLength(
  count: number,
  unit: 'hour' | 'day' | 'working_day' | 'month',
  scope: CaseScope,
): string {
  return count === 1 ? scope.text(`time.${unit}.one`) : scope.text(`time.${unit}`, { count })
}

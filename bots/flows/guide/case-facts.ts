import { sayHour } from '../../../knowledge/calendar/say-hour.ts'
import { holds } from '../../../knowledge/procedures/holds.ts'
import type {
  Condition,
  Fee,
  Paper,
  Procedure,
  ProcessingTime,
} from '../../../knowledge/procedures/schema.ts'
import { sayMoney } from '../say-values.ts'
import type { CaseScope } from './case-scope.ts'

/** Whether something may apply, as far as the answers go: what is still open is not left out. */
function mayApply(item: { when?: Condition | undefined }, scope: CaseScope): boolean {
  return holds(item.when, scope.answers, scope.today) !== false
}

function ofChannel(item: { channel: string }, scope: CaseScope): boolean {
  const { channel } = scope.answers
  return item.channel === 'any' || typeof channel !== 'string' || item.channel === channel
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

export function feesOf(procedure: Procedure, scope: CaseScope): Fee[] {
  return procedure.fees.filter((fee) => mayApply(fee, scope) && ofChannel(fee, scope))
}

export function timesOf(procedure: Procedure, scope: CaseScope): ProcessingTime[] {
  return procedure.times.filter((time) => mayApply(time, scope) && ofChannel(time, scope))
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
    scope.text(`paper.${paper.form}`),
    paper.issued_by && scope.text('paper.issued_by', { who: paper.issued_by[lang] }),
    paper.note?.[lang],
    paper.unverified && scope.text('hedge.because', { what: paper.unverified[lang] }),
  ].flatMap((part) => (part ? [part.replace(/\.$/, '')] : []))
}

/** "Đăng ký quá hạn: 8.000 đồng/bản"; what nobody has verified is said to be so. */
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
  const said = about ? `${about}: ${amount}` : amount
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
  const said = (about ? `${about}: ${length}` : length) + cutoff
  return time.verified ? said : `${said} ${scope.text('hedge')}`
}

/** The case a line is for, and by which way of filing where that is still open and not said in the case itself. */
function sayCase(line: Pick<Fee, 'case' | 'channel'>, scope: CaseScope): string {
  const said = line.case?.[scope.lang] ?? ''
  if (line.channel === 'any' || scope.answers.channel !== undefined) return said
  const channel = scope.text(`channel.${line.channel}`)
  if (said.toLowerCase().includes(channel)) return said
  return said ? `${said}, ${channel}` : channel
}

/** "5 ngày làm việc", "1 working day". */
export function sayLength(
  count: number,
  unit: 'hour' | 'day' | 'working_day' | 'month',
  scope: CaseScope,
): string {
  return count === 1 ? scope.text(`time.${unit}.one`) : scope.text(`time.${unit}`, { count })
}

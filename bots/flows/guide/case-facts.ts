import { holds } from '../../../knowledge/procedures/holds.ts'
import type {
  Condition,
  Fee,
  Paper,
  Procedure,
  ProcessingTime,
} from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { sayMoney } from '../say-values.ts'

/** Whether something may apply, as far as the answers go: what is still open is not left out. */
function mayApply(item: { when?: Condition | undefined }, scope: Scope): boolean {
  return holds(item.when, scope.answers, scope.today) !== false
}

function ofChannel(item: { channel: string }, scope: Scope): boolean {
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
export function papersOf(procedure: Procedure, scope: Scope): CasePaper[] {
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

export function feesOf(procedure: Procedure, scope: Scope): Fee[] {
  return procedure.fees.filter((fee) => mayApply(fee, scope) && ofChannel(fee, scope))
}

export function timesOf(procedure: Procedure, scope: Scope): ProcessingTime[] {
  return procedure.times.filter((time) => mayApply(time, scope) && ofChannel(time, scope))
}

/** One paper on one line: what it is, in which form, from whom. */
export function sayPaper(paper: Paper, scope: Scope): { text: string; note?: string } {
  const { lang } = scope
  const copies = paper.copies > 1 ? ` × ${paper.copies}` : ''
  const note = [
    scope.text(`paper.${paper.form}`),
    paper.issued_by && scope.text('paper.issued_by', { who: paper.issued_by[lang] }),
    paper.note?.[lang],
    paper.unverified && scope.text('hedge.because', { what: paper.unverified[lang] }),
  ].flatMap((part) => (part ? [part.replace(/\.$/, '')] : []))
  return { text: `${paper.name[lang]}${copies}`, note: note.join('. ') }
}

/** "Đăng ký quá hạn: 8.000 đồng/bản"; what nobody has verified is said to be so. */
export function sayFee(fee: Fee, scope: Scope): string {
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

export function sayTime(time: ProcessingTime, scope: Scope): string {
  const { lang } = scope
  const length =
    time.text?.[lang] ??
    (time.value === null || time.unit === null
      ? scope.text('time.unknown')
      : time.unit === 'same_day'
        ? scope.text('time.same_day')
        : sayLength(time.value, time.unit, scope))
  const cutoff = time.cutoff ? ` ${scope.text('time.cutoff', { hour: sayHour(time.cutoff, scope) })}` : ''
  const about = sayCase(time, scope)
  const said = (about ? `${about}: ${length}` : length) + cutoff
  return time.verified ? said : `${said} ${scope.text('hedge')}`
}

/** The case a line is for, and by which way of filing where that is still open and not said in the case itself. */
function sayCase(line: Pick<Fee, 'case' | 'channel'>, scope: Scope): string {
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
  scope: Scope,
): string {
  return count === 1 ? scope.text(`time.${unit}.one`) : scope.text(`time.${unit}`, { count })
}

/** "15:00" is said "15 giờ" in Vietnamese, "15:30" is "15 giờ 30". */
function sayHour(time: string, { lang }: Scope): string {
  if (lang === 'en') return time
  const [hour, minute] = time.split(':')
  return `${Number(hour)} giờ${minute === '00' ? '' : ` ${minute}`}`
}

import type { Temporal } from 'temporal-polyfill'
import { fold } from '../../knowledge/matching/fold.ts'
import { dateForms } from './answers/date-forms.ts'

export type ReadDate =
  | { ok: true; date: Temporal.PlainDate }
  | { ok: false; reason: 'unclear' | 'impossible' }

const unclear: ReadDate = { ok: false, reason: 'unclear' }
/** Lunar dates, guesses, ranges, denials and questions leave the day open. */
const open = new RegExp(
  [
    '\\?',
    '~',
    '\\b(?:am lich|lich am|al|lunar|tet|ram|thang (?:gieng|chap)|nhuan)\\b',
    '\\b(?:khoang|tam khoang|chung|hinh nhu|hoac|hay|truoc ngay|sau ngay|den ngay|khong|chua|phai khong)\\b',
    '\\b(?:dau|giua|cuoi) (?:thang|nam|tuan)\\b',
    '\\b(?:about|around|before (?!yesterday)|after (?!tomorrow)|between|or|not|until|early|late|mid)\\b',
  ].join('|'),
)

/**
 * Reads one day from an answer, the Vietnamese way round (day first): "12/11/2026", "12-11", "ngày 12 tháng 11",
 * "mồng 3", "hôm qua", "10 ngày trước", "thứ hai tuần trước", "Nov 12". Without a year it is the latest such day
 * that is not in the future; a day of the lunar calendar, a guess or two different days are `unclear`.
 * @param today the day in Hanoi
 */
export function readDate(text: string, today: Temporal.PlainDate): ReadDate {
  if (text.length > 200) return unclear
  let rest = fold(text)
  if (open.test(rest) || /hôm kìa/i.test(text.normalize('NFC'))) return unclear
  rest = rest.replace(/\b(?:luc |vao )?\d{1,2} ?(?:gio|h|:)(?: ?\d{1,2})?(?: ?phut)?\b/g, ' ')
  const found: ReturnType<(typeof dateForms)[number]['read']>[] = []
  for (const form of dateForms) {
    const pattern = new RegExp(form.pattern, 'g')
    rest = rest.replaceAll(pattern, (...match) => {
      const groups = match.slice(0, -2) as RegExpMatchArray
      found.push(form.read(groups, today))
      return ' ; '
    })
  }
  const [first, ...others] = found
  if (first === undefined || first === 'unclear' || /\d/.test(rest)) return unclear
  if (first === null) return { ok: false, reason: 'impossible' }
  return others.every((date) => date !== null && date !== 'unclear' && date.equals(first))
    ? { ok: true, date: first }
    : unclear
}

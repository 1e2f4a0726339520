import { Temporal } from 'temporal-polyfill'
import { zone } from '../../knowledge/calendar/hanoi-day.ts'
import { sayHour } from '../../knowledge/calendar/say-hour.ts'
import type { JoinAnswer, Lang, Where } from '../dialogue/event.ts'
import type { TextValues } from '../dialogue/flow.ts'
import type { Choice, Reply } from '../dialogue/reply.ts'

/** What is said in a conversation about another one that is, or may be, the same person's; no turn runs there. */
export interface LinkSayings {
  /** A code made here was used there: is that you? @param asked.at ISO instant; @param asked.carried with a guide */
  offer(lang: Lang, asked: { offer: string; where: Where; at: string; carried: boolean }): Reply
  /** There, where the code came from, it was a yes: is it one here too? */
  confirm(lang: Lang, asked: { offer: string; where: Where }): Reply
  joined(lang: Lang, where: Where): Reply
  unlinked(lang: Lang, where: Where): Reply
}

/** @param text a text of the catalogue */
export function linkSayings(text: (key: string, lang: Lang, values?: TextValues) => string): LinkSayings {
  const say = (key: string, lang: Lang, where: Where, values: TextValues = {}): Reply => ({
    blocks: [{ kind: 'text', text: text(key, lang, { where: text(`side.${where}`, lang), ...values }) }],
  })
  // Numbers belong to whatever question is open there; these are pressed, or typed as they stand.
  const ask = (reply: Reply, lang: Lang, offer: string, answers: readonly JoinAnswer[]): Reply => ({
    ...reply,
    choices: answers.map(
      (answer): Choice => ({ label: text(`join.${answer}`, lang), ref: `o.${answer}.${offer}` }),
    ),
    numberedFrom: 0,
  })
  return {
    offer(lang, { offer, where, at, carried }) {
      const time = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime()
      const hour = sayHour(time.toString({ smallestUnit: 'minute' }), lang)
      return ask(say(carried ? 'join.offer' : 'join.offer.bare', lang, where, { hour }), lang, offer, [
        'yes',
        'no',
        'not_me',
      ])
    },
    confirm: (lang, { offer, where }) => ask(say('join.confirm', lang, where), lang, offer, ['yes', 'no']),
    joined: (lang, where) => say('join.done', lang, where),
    unlinked: (lang, where) => say('unlink.told', lang, where),
  }
}

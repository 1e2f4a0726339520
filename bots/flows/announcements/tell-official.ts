import type { AnnouncementContent } from '../../../knowledge/announcements/announcement.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { TextValues } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import { beginOf } from '../announce/begin-of.ts'
import { deskChoices } from '../announce/label-desk-ref.ts'
import { sayCount } from '../announce/say-audience.ts'
import type { OfficialNews } from './announcement-sayings.ts'
import { sayMoment } from './say-moment.ts'

interface Words {
  text(key: string, values?: TextValues): string
  /** As said within a sentence. */
  unit: string
  lang: Lang
}

/** So much of its words is told to who has to approve it. */
const toldOfText = 200

/** What an official is told unasked, with what can be done about it. Its buttons are of the desk. */
export function tellOfficial(
  { id, title, text }: Pick<AnnouncementContent, 'id' | 'title' | 'text'>,
  news: OfficialNews,
  words: Words,
): Reply {
  return {
    blocks: sentencesOf(news, { id, title, says: text }, words).map(
      (said): Block => ({ kind: 'text', text: said }),
    ),
    choices: deskChoices(refsOf(news.kind, id), words),
    // Numbers belong to whatever question is open there; these are pressed.
    numberedFrom: 0,
  }
}

function sentencesOf(
  news: OfficialNews,
  { says, ...of }: { id: string; title: string; says: string },
  { text, unit, lang }: Words,
): readonly string[] {
  const key = `announce.news.${news.kind}`
  switch (news.kind) {
    case 'to_approve':
      return [
        text(key, { ...of, unit }),
        text(`${key}.plan`, {
          count: sayCount(news.recipients, { lang }),
          when: news.at ? sayMoment(news.at, lang) : text('desk.when.approved'),
        }),
        beginOf(says, toldOfText),
      ]
    case 'returned':
      return [text(key, of), ...(news.note ? [text(`${key}.note`, { note: news.note })] : [])]
    case 'halted':
      return [text(key, { ...of, failed: news.failed, tried: news.tried })]
    case 'ended': {
      const { sent, failed, skipped, unknown } = news.counts
      return [
        text(key, {
          ...of,
          figures: Object.entries({ sent, failed, skipped })
            .filter(([name, count]) => count > 0 || name === 'sent')
            .map(([name, count]) => text(`${key}.${name}`, { count: sayCount(count, { lang }) }))
            .join(', '),
        }),
        ...(unknown > 0 ? [text(`${key}.unknown`, { unknown })] : []),
      ]
    }
    case 'file_here':
    case 'file_failed':
      return [text(key, { ...of, name: news.name })]
    default:
      return [text(key, of)]
  }
}

function refsOf(kind: OfficialNews['kind'], id: string): string[] {
  if (kind === 'to_approve') return [`k.d.approve.${id}`, `k.d.return.${id}`, `k.s.${id}`]
  if (kind === 'returned') return [`k.d.edit.${id}`, `k.s.${id}`]
  if (kind === 'halted') return [`k.s.${id}`, `k.d.stop.${id}`]
  return [`k.s.${id}`]
}

import ical from 'ical-generator'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import type { BoardItem } from '../../../office/board/board-item.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { shorten } from './text-to-html.ts'

/** Characters of an announcement's text that go into a calendar. */
const longestNote = 1000

/**
 * What an announcement invites to, for a calendar; undefined when to nothing. Its times are instants, which a calendar
 * shows in the zone it is in.
 * @param hasPage whether the announcement stands on the board for everybody
 */
export function renderEvent(
  { content, beganAt }: BoardItem,
  scope: BoardScope,
  hasPage: boolean,
): string | undefined {
  const { id, title, text, event } = content
  if (!event) return undefined
  const calendar = ical({
    prodId: { company: 'Mot Cua', product: 'announcements', language: 'VI' },
    name: scope.heading,
    x: [{ key: 'X-WR-TIMEZONE', value: zone }],
  })
  calendar.createEvent({
    id: `announcement-${id}@mot-cua`,
    stamp: new Date(beganAt),
    start: new Date(event.startsAt),
    ...(event.endsAt === undefined ? {} : { end: new Date(event.endsAt) }),
    summary: shorten(title, 300),
    description: shorten(text, longestNote),
    ...(event.place === undefined ? {} : { location: shorten(event.place, 300) }),
    ...(hasPage ? { url: `${scope.base}${boardPaths.item(scope.unit, id)}` } : {}),
  })
  return `${calendar.toString()}\r\n`
}

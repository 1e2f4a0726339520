import type { AnnouncementContent } from '../../knowledge/announcements/announcement.ts'
import type { BoardItem } from './board-item.ts'

/** What `boardColumns` brings. */
export interface BoardRow {
  id: string
  unit: string
  title: string
  text: string
  cut: boolean
  topic: string
  urgent: string | null
  expires_at: string | null
  began_at: string
  pinned: boolean
  link: AnnouncementContent['link'] | null
  event: AnnouncementContent['event'] | null
  poll: AnnouncementContent['poll'] | null
  files: AnnouncementContent['files']
  groups: readonly string[] | null
  corrects: string | null
  wrong_title: string | null
  wrong_began_at: string | null
}

/**
 * On whose boards announcement `a` can stand, to be found by the index of this very expression: those who speak for one
 * ward write to its people alone, or to everybody where it is the only one.
 */
export const standsFor = `(case when a.unit = 'all' or a.audience->'all' = 'true' then 'all' else a.unit end)`

/**
 * Of announcement `a` and the one it corrects, `wrong`. $1: the unit; $2: now; $3: since when an urgent one stands on
 * top; $4: how many characters of the text.
 */
export const boardColumns = `
  a.id::text, a.unit, a.title, left(a.text, $4::int) as text, length(a.text) > $4::int as cut, a.topic, a.urgent,
  a.expires_at, a.began_at, (a.urgent is not null and a.began_at > $3::timestamptz) as pinned, a.link, a.event, a.poll,
  coalesce((
    select json_agg(json_strip_nulls(json_build_object(
      'id', f.id::text, 'name', f.name, 'type', f.type, 'size', f.size, 'signatures', f.signatures)) order by f.id)
    from announcement_file f where f.announcement_id = a.id and f.bytes is not null), '[]') as files,
  case when a.audience->'all' = 'true' or a.audience->'units' ? $1 then null else (
    select json_agg(g.name order by g.name) from neighbourhood_group g
    where g.unit = $1 and a.audience->'groups' ? g.id::text) end as groups,
  a.corrects::text, wrong.title as wrong_title, wrong.began_at as wrong_began_at`

/** Began, and neither over nor taken back nor replaced. */
export const isCurrent = `
  a.began_at is not null and a.state in ('sending', 'paused', 'waiting', 'sent') and a.recall_asked_at is null
  and (a.expires_at is null or a.expires_at > $2::timestamptz)
  and not exists (select from announcement later where later.corrects = a.id)`

/** Its audience names the unit, everybody, or one of the unit's groups. */
export const concernsUnit = `
  (a.audience->'all' = 'true' or a.audience->'units' ? $1
    or a.audience->'groups' ?| array(select g.id::text from neighbourhood_group g where g.unit = $1))
  and not coalesce(a.audience->'except'->'units' ? $1, false)`

export function toBoardItem(row: BoardRow): BoardItem {
  const { id, unit, title, text, topic, urgent, expires_at, link, event, poll, files, corrects } = row
  return {
    content: {
      id,
      unit,
      title,
      text,
      topic,
      files,
      ...(urgent === null ? {} : { urgent }),
      ...(expires_at === null ? {} : { expiresAt: expires_at }),
      ...(link ? { link } : {}),
      ...(event ? { event } : {}),
      ...(poll ? { poll } : {}),
      ...(corrects === null ? {} : { corrects }),
    },
    cut: row.cut,
    beganAt: row.began_at,
    pinned: row.pinned,
    groups: row.groups ?? [],
    ...(row.wrong_title !== null && row.wrong_began_at !== null
      ? { corrected: { title: row.wrong_title, beganAt: row.wrong_began_at } }
      : {}),
  }
}

import type { Sql } from '../database/sql.ts'

/** The states and statuses there are: labels are closed lists. */
const announcementStates = [
  'draft',
  'scheduled',
  'waiting',
  'sending',
  'paused',
  'stopped',
  'sent',
  'expired',
] as const
const recipientStatuses = ['planned', 'sending', 'sent', 'failed', 'skipped', 'held'] as const

export interface AnnouncementFigures {
  /** Announcements by state. */
  states: Readonly<Record<(typeof announcementStates)[number], number>>
  /** Recipients of those that wait, are being sent or are paused, by status. */
  recipients: Readonly<Record<(typeof recipientStatuses)[number], number>>
}

// Recipients of what is over are many and change no more: they are not counted at each look.
const measure = `
  select
    (select json_object_agg(s.state, s.count) from (
      select state, count(*) from announcement group by state) s) as states,
    (select json_object_agg(r.status, r.count) from (
      select status, count(*) from announcement_recipient
      where announcement_id in (select id from announcement where state in ('waiting', 'sending', 'paused'))
      group by status) r) as recipients`

/** How many announcements there are, and how far those under way have come. */
export async function measureAnnouncements(sql: Sql): Promise<AnnouncementFigures> {
  type Counted = Record<string, number> | null
  const { rows } = await sql.query<{ states: Counted; recipients: Counted }>({ text: measure })
  const [row] = rows
  const fill = <Name extends string>(names: readonly Name[], counted: Counted | undefined) =>
    Object.fromEntries(names.map((name) => [name, counted?.[name] ?? 0])) as Record<Name, number>
  return {
    states: fill(announcementStates, row?.states),
    recipients: fill(recipientStatuses, row?.recipients),
  }
}

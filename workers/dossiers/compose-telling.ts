import { Temporal } from 'temporal-polyfill'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { DossierRow } from '../../knowledge/dossiers/access/dossier-columns.ts'
import { viewDossier } from '../../knowledge/dossiers/access/view-dossier.ts'
import { overStatuses } from '../../knowledge/dossiers/over-statuses.ts'
import type { NoticeKind } from '../../knowledge/dossiers/time/next-notice.ts'
import type { Telling, Told } from './decide-tellings.ts'
import type { PushParts } from './push-parts.ts'

const noticeKinds = ['due_soon', 'overdue', 'uncollected'] as const satisfies NoticeKind[]

/**
 * What a message says: how its dossiers stand now, whatever was planned. Buttons are not sealed yet.
 * @param rows by id, as read under the lock
 */
export function composeTelling(
  { known, isDiscreet }: Pick<PushParts, 'known' | 'isDiscreet'>,
  { place, notice, told }: Telling,
  rows: ReadonlyMap<string, DossierRow>,
  now: Temporal.Instant,
): Reply {
  const discreet = isDiscreet(place.channel)
  const views = told.flatMap((one) => {
    const row = rows.get(one.dossier)
    if (!row) return []
    return [{ ...viewDossier(row, { discreet, ...followOf(row, one) }), since: one.push.planned_at }]
  })
  const { sayings } = known()
  const [first] = views
  const kind = noticeKinds.find((name) => notice?.startsWith(`${name}:`))
  if (first && kind) return sayings.notice(first, kind, place.lang, now)
  return sayings.changed(views.toSorted(latestFirst), place.lang, now)
}

/** With the end of a dossier its follow ends, and nothing is left to be set of it. */
function followOf({ status }: DossierRow, { follow: { id, tells } }: Told) {
  return overStatuses.includes(status) ? {} : { follow: { id, tells } }
}

function latestFirst(a: { statusAt: string }, b: { statusAt: string }): number {
  return Temporal.Instant.compare(Temporal.Instant.from(b.statusAt), Temporal.Instant.from(a.statusAt))
}

import type { Pool } from 'pg'
import type { AnnouncementAct, RecallReach } from '../../../knowledge/announcements/announcement.ts'
import { approveAnnouncement } from '../../../office/announcements/approve-announcement.ts'
import type { Done } from '../../../office/announcements/done.ts'
import type { Office } from '../../../office/announcements/office.ts'
import { pauseAnnouncement } from '../../../office/announcements/pause-announcement.ts'
import { recallAnnouncement } from '../../../office/announcements/recall-announcement.ts'
import { resumeAnnouncement } from '../../../office/announcements/resume-announcement.ts'
import { returnAnnouncement } from '../../../office/announcements/return-announcement.ts'
import { stopAnnouncement } from '../../../office/announcements/stop-announcement.ts'
import { submitAnnouncement } from '../../../office/announcements/submit-announcement.ts'
import { planAnnouncement } from '../../../workers/announcements/plan-announcement.ts'
import type { CommandContext } from '../command-context.ts'
import { awaitStillness } from './await-stillness.ts'
import { openOffice } from './open-office.ts'
import { refused } from './refused.ts'
import { printStatus } from './status.ts'

/** The acts that are commands of their own. */
export type ActCommand = Exclude<AnnouncementAct, 'edit' | 'correct'>

interface ActOptions {
  by: string
  /** The second confirmation of an urgent one. */
  urgent?: true
  /** The one that was looked at, of an approval. */
  version?: number
  /** Why it is returned. */
  note?: string
}

const acts: Record<
  ActCommand,
  (office: Office, id: string, options: ActOptions) => Promise<Done<{ reach?: RecallReach }>>
> = {
  submit: (office, id, { by }) => submitAnnouncement(office, id, by),
  approve: (office, id, { by, urgent, version }) =>
    approveAnnouncement(office, id, by, {
      ...(urgent ? { urgent } : {}),
      ...(version === undefined ? {} : { version }),
    }),
  return: (office, id, { by, note }) => returnAnnouncement(office, id, by, note),
  pause: (office, id, { by }) => pauseAnnouncement(office, id, by),
  resume: (office, id, { by }) => resumeAnnouncement(office, id, by),
  stop: (office, id, { by }) => stopAnnouncement(office, id, by),
  recall: (office, id, { by }) => recallAnnouncement(office, id, by),
}

/** What there is to do once an act is committed, before its figures are told. */
const after: Partial<Record<ActCommand, (pool: Pool, id: string, now: string) => Promise<void>>> = {
  approve: (pool, id, now) => planAnnouncement(pool, id, { now }),
  stop: awaitStillness,
  recall: awaitStillness,
}

/** `announcements submit|approve|return|pause|resume|stop|recall ID`: does it, and says how far it has come. */
export async function actOnOne(
  context: CommandContext,
  act: ActCommand,
  id: string,
  options: ActOptions,
): Promise<void> {
  await context.withDatabase(async (open) => {
    const opened = await openOffice(context, open)
    const { by, note } = options
    // Refused, it is committed as well: that it was tried is on record.
    const done = await opened.act(async (office) => {
      const outcome = await acts[act](office, id, options)
      if (outcome.ok) await opened.tell(office, { id, act, by, ...(note ? { note } : {}) })
      return outcome
    })
    if (!done.ok) throw refused([done.refusal])
    await after[act]?.(open.pool, id, opened.now)
    await printStatus(context, open.pool, id, done.reach)
  })
}

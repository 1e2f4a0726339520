import type { AnnouncementAct } from '../../../knowledge/announcements/announcement.ts'

/**
 * Buttons of an official's desk: `k.desk` shows it, `k.new` begins an announcement, `k.s.<id>` shows one,
 * `k.p.<id>` as those see it who get it (`k.p.<id>.<channel>` on another channel), `k.d.<act>.<id>` does something
 * about it, where that cannot be taken back after a question, to which `k.y.<act>.<id>` is the yes; that to approve it
 * (`k.y.approve.<id>.<version>`), and the second one, which sends what is urgent (`k.u.<id>.<version>`), are of the
 * version that was shown. `k.v.<id>` stands in a preview for a poll's button.
 */
export type DeskRef =
  | { kind: 'desk' }
  | { kind: 'new' }
  | { kind: 'show'; id: string }
  | { kind: 'preview'; id: string; channel?: string }
  | { kind: 'sample' }
  | { kind: 'act'; act: AnnouncementAct; id: string; sure?: true; urgent?: true; version?: number }

const acts: readonly AnnouncementAct[] = [
  'edit',
  'submit',
  'approve',
  'return',
  'pause',
  'resume',
  'stop',
  'correct',
  'recall',
]

/** What cannot be taken back is asked about first. */
export const askedAbout: readonly AnnouncementAct[] = ['approve', 'stop', 'correct', 'recall']

/** @returns undefined for what is no button of the desk, whatever a stranger put into it */
export function readDeskRef(ref: string): DeskRef | undefined {
  if (ref === 'k.desk') return { kind: 'desk' }
  if (ref === 'k.new') return { kind: 'new' }
  const approved = /^k\.(y\.approve|u)\.(\d{1,18})\.(\d{1,9})$/.exec(ref)
  if (approved) {
    const [, how, id = '', version] = approved
    const sure = { kind: 'act', act: 'approve', id, sure: true, version: Number(version) } as const
    return how === 'u' ? { ...sure, urgent: true } : sure
  }
  const [, kind, said = '', id = '', channel] =
    /^k\.([spvdy])\.(?:([a-z]+)\.)?(\d{1,18})(?:\.(telegram|zalo_oa|zalo_personal|web|terminal))?$/.exec(
      ref,
    ) ?? []
  const plain = said === ''
  if (kind === 'p' && plain) return { kind: 'preview', id, ...(channel ? { channel } : {}) }
  if (channel) return undefined
  if (kind === 'v' && plain) return { kind: 'sample' }
  if (kind === 's' && plain) return { kind: 'show', id }
  const act = acts.find((one) => one === said)
  if (!act || (kind !== 'd' && !(kind === 'y' && act !== 'approve' && askedAbout.includes(act))))
    return undefined
  return { kind: 'act', act, id, ...(kind === 'y' ? { sure: true } : {}) }
}

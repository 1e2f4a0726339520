import type {
  AnnouncementAct,
  AnnouncementState,
  Audience,
  Refusal,
} from '../../knowledge/announcements/announcement.ts'
import type { ActingOfficial } from './acting-official.ts'
import { covers } from './covers.ts'
import { isNobody } from './is-nobody.ts'
import { underWay } from './under-way.ts'
import { writerRoles } from './writer-roles.ts'

/** How an announcement stands, as far as that decides what may be done with it. */
export interface Standing {
  state: AnnouncementState
  /** Why it is paused. */
  pause: 'asked' | 'canary' | 'unit_gone' | null
  /** Who speaks: a slug, or `all`. */
  unit: string
  /** Ids of officials: the author, and who else changed it. */
  writers: readonly string[]
  audience: Audience
  /** As it is now, it was submitted. */
  submitted: boolean
  /** Somebody has got it already, or may have. */
  begun: boolean
  /** Taking it back was asked for. */
  recalled: boolean
}

interface Rule {
  by: 'writer' | 'approver'
  in: readonly AnnouncementState[]
  /** What else has to hold. */
  when?: (standing: Standing) => boolean
}

const goneOut: readonly AnnouncementState[] = ['waiting', 'sending', 'paused', 'sent', 'stopped', 'expired']

/** Who may do what, and when. An approver never wrote of it. */
const rules: Record<AnnouncementAct, Rule> = {
  edit: { by: 'writer', in: ['draft', 'scheduled', 'waiting'], when: ({ begun }) => !begun },
  submit: { by: 'writer', in: ['draft'], when: ({ submitted }) => !submitted },
  approve: { by: 'approver', in: ['draft'], when: ({ submitted }) => submitted },
  return: { by: 'approver', in: ['draft'], when: ({ submitted }) => submitted },
  // One that the canary has halted may recover by itself: it can be told not to.
  pause: {
    by: 'writer',
    in: ['scheduled', 'waiting', 'sending', 'paused'],
    when: ({ state, pause }) => state !== 'paused' || pause === 'canary',
  },
  resume: { by: 'writer', in: ['paused'] },
  stop: { by: 'writer', in: ['draft', ...underWay] },
  correct: { by: 'writer', in: goneOut, when: ({ begun }) => begun },
  recall: { by: 'writer', in: goneOut, when: ({ begun, recalled }) => begun && !recalled },
}

/**
 * Whether an official may do this with an announcement that stands so; the one place that says it.
 * @returns why not; undefined when they may
 */
export function judgeAct(
  act: AnnouncementAct,
  official: ActingOfficial,
  standing: Standing,
): Refusal | undefined {
  const rule = rules[act]
  const { id, role } = official
  if (rule.by === 'approver' ? role !== 'approver' : !writerRoles.includes(role))
    return { why: 'no_role', values: { role } }
  if (!isWithin(official, standing)) return { why: 'other_unit', values: { unit: official.unit } }
  if (rule.by === 'approver' && standing.writers.includes(id)) return { why: 'own' }
  const { state, submitted } = standing
  if (!rule.in.includes(state) || rule.when?.(standing) === false)
    return { why: 'state', values: { state, submitted: submitted ? 'yes' : 'no' } }
  return undefined
}

/**
 * Who speaks for a unit, or for the city, is of it, and reaches all whom it is for. A head has to do with their own only.
 */
function isWithin({ id, unit, role, reach }: ActingOfficial, standing: Standing): boolean {
  if (role === 'head' && standing.writers[0] !== id) return false
  if (unit !== 'all' && unit !== standing.unit) return false
  return isNobody(standing.audience) || covers(reach, standing.audience)
}

import { Temporal } from 'temporal-polyfill'
import { nextMorning } from '../../knowledge/calendar/next-morning.ts'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import { nextStep, type Step, type StepTerms } from './next-step.ts'
import { type Surveyed, surveyAnnouncements } from './survey-announcements.ts'
import { takeStep } from './take-step.ts'
import type { UnderWay } from './under-way.ts'

/** How announcements stand once everything has happened to them that had to by now. */
export interface Advanced {
  /** Of which something may go out. */
  underWay: UnderWay[]
  /** Whose recipients are still to be planned. */
  unplanned: Unplanned[]
  /** When something has to happen next, as far as the clock alone tells. */
  next: Temporal.Instant | undefined
}

export interface Unplanned {
  id: string
  urgent: boolean
}

/** Each is taken at most once: what another process does at the same time is for the next look. */
const mostSteps = 6

/** Lets everything happen to announcements that has to by the clock and by what became of their recipients. */
export async function advanceAnnouncements(
  parts: Pick<AnnouncementParts, 'pool' | 'clock' | 'log' | 'tapKey' | 'known'>,
): Promise<Advanced> {
  const taken = new Set<string>()
  for (let round = 0; ; round++) {
    const { facts, isUnit } = parts.known()
    const now = parts.clock.now()
    const terms: StepTerms = { now, day: withinSendingWindow(now).equals(now), facts, isUnit }
    const surveyed = await surveyAnnouncements(parts.pool)
    const steps = surveyed.map((one) => ({ one, step: nextStep(one, terms) }))
    const due = steps.filter(
      (found): found is { one: Surveyed; step: Exclude<Step, 'plan'> } =>
        found.step !== undefined && found.step !== 'plan' && !taken.has(`${found.one.id} ${found.step}`),
    )
    if (due.length === 0 || round === mostSteps)
      return {
        underWay: steps.flatMap(({ one, step }) => (step && step !== 'let_go' ? [] : toUnderWay(one, terms))),
        unplanned: steps.flatMap(({ one: { id, urgent }, step }) =>
          step === 'plan' ? [{ id, urgent }] : [],
        ),
        next: nextInstant(surveyed, now),
      }
    for (const { one, step } of due) {
      taken.add(`${one.id} ${step}`)
      try {
        await takeStep(parts, one, step)
      } catch (err) {
        // Of the others something may well be possible.
        parts.log.warn({ err, announcement: one.id, step }, 'what has to happen to an announcement waits')
      }
    }
  }
}

function toUnderWay(one: Surveyed, { day }: StepTerms): UnderWay[] {
  const { state, pause, beganAt, first, others, urgent } = one
  const tries = state === 'paused' && pause === 'canary' && first.open > 0
  if (beganAt === null || !(day || urgent) || !(state === 'sending' || tries)) return []
  const waves = first.size > 0 ? [0] : others ? [1] : [1, 2]
  const { id, version, corrects, topic, audience, approvedAt, expiresAt } = one
  return [{ id, version, urgent, corrects, topic, audience, approvedAt, beganAt, expiresAt, waves }]
}

function nextInstant(surveyed: readonly Surveyed[], now: Temporal.Instant): Temporal.Instant | undefined {
  const morning = withinSendingWindow(now)
  const instants = surveyed.flatMap(({ state, at, expiresAt, lookAgainAt, held }) => [
    ...[at, expiresAt, lookAgainAt].flatMap((text) => (text === null ? [] : [Temporal.Instant.from(text)])),
    ...(state === 'waiting' ? [held ? nextMorning(now) : morning] : []),
    ...(lookAgainAt === null ? [] : [morning]),
  ])
  return instants
    .filter((instant) => Temporal.Instant.compare(instant, now) > 0)
    .toSorted(Temporal.Instant.compare)[0]
}

import { Temporal } from 'temporal-polyfill'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import { judgeCanary } from './judge-canary.ts'
import type { Surveyed } from './survey-announcements.ts'

/** What has to happen to an announcement before anything else. */
export type Step =
  /** Its time is over: whoever is left is passed over. */
  | 'expire'
  /** A unit that it is for is gone. */
  | 'unit_gone'
  /** It is to go out now, or at 07:00. */
  | 'send'
  | 'wait'
  /** Its recipients are to be planned. */
  | 'plan'
  /** The canary is to be chosen, and the first to be sent. */
  | 'begin'
  /** The canary has its outcomes: the others follow, or not. */
  | 'pass'
  | 'halt'
  /** Nobody of the canary was tried, since they left or have had enough today: others are. */
  | 'choose_others'
  /** Those of the canary who failed are tried again. */
  | 'try_again'
  /** It fares better now. */
  | 'recover'
  /** The others wait no longer for those of the canary whom nobody calls. */
  | 'let_go'
  /** Nobody is left. */
  | 'finish'

export interface StepTerms {
  now: Temporal.Instant
  /** Within the sending window. */
  day: boolean
  facts: Pick<AnnouncementFacts, 'canary'>
  isUnit(slug: string): boolean
}

/** A channel account that nobody calls for so long, though it has somebody of the canary, does not hold up the others. */
const patience = Temporal.Duration.from({ minutes: 15 })

/** @returns undefined when nothing has to happen but sending, if it is being sent, and waiting */
export function nextStep(announcement: Surveyed, terms: StepTerms): Step | undefined {
  const { expiresAt, planned, left, held, inHand, state } = announcement
  const isOver = planned && !left && !held && !inHand
  const isExpired = hasCome(expiresAt, terms)
  // What is in hand alone goes on to its end.
  if (isExpired && !(planned && !left && !held)) return 'expire'
  switch (state) {
    case 'scheduled':
      return ofScheduled(announcement, terms)
    case 'waiting':
      return ofWaiting(announcement, terms) ?? (isOver ? 'finish' : undefined)
    case 'paused':
      return isExpired && isOver ? 'finish' : ofPaused(announcement, terms)
    case 'sending':
      return ofSending(announcement, terms)
  }
}

function ofScheduled(announcement: Surveyed, terms: StepTerms): Step | undefined {
  if (!hasCome(announcement.at, terms)) return announcement.planned ? undefined : 'plan'
  if (isGone(announcement, terms)) return 'unit_gone'
  return maySend(announcement, terms) ? 'send' : 'wait'
}

function ofWaiting(announcement: Surveyed, terms: StepTerms): Step | undefined {
  const { planned, left } = announcement
  if (maySend(announcement, terms) && (!planned || left)) return 'send'
  return planned ? undefined : 'plan'
}

function ofPaused(announcement: Surveyed, terms: StepTerms): Step | undefined {
  const { pause, lookAgainAt, first, planned } = announcement
  if (!planned) return 'plan'
  if (pause !== 'canary' || first.open > 0) return undefined
  if (isUntried(announcement)) return 'choose_others'
  if (lookAgainAt === null) return judge(announcement, terms) === 'passed' ? 'recover' : 'halt'
  return hasCome(lookAgainAt, terms) && maySend(announcement, terms) ? 'try_again' : undefined
}

function ofSending(announcement: Surveyed, terms: StepTerms): Step | undefined {
  const { planned, beganAt, first, left, held, inHand } = announcement
  if (!maySend(announcement, terms)) return 'wait'
  if (beganAt === null && isGone(announcement, terms)) return 'unit_gone'
  if (!planned) return 'plan'
  if (beganAt === null) return 'begin'
  if (first.size > 0) {
    if (first.open === 0) return ofJudged(announcement, terms)
    return hasCome(Temporal.Instant.from(beganAt).add(patience).toString(), terms) ? 'let_go' : undefined
  }
  if (left || inHand) return undefined
  return held ? 'wait' : 'finish'
}

function ofJudged(announcement: Surveyed, terms: StepTerms): Step {
  if (!announcement.canary) return 'pass'
  if (isUntried(announcement)) return 'choose_others'
  return judge(announcement, terms) === 'halted' ? 'halt' : 'pass'
}

function isUntried({ first }: Surveyed): boolean {
  return first.size > 0 && first.tried === 0
}

function judge({ first }: Surveyed, { facts }: StepTerms) {
  return judgeCanary(first, facts.canary)
}

function maySend({ urgent }: Surveyed, { day }: StepTerms): boolean {
  return day || urgent
}

function isGone({ unit, audience: { units = [] } }: Surveyed, { isUnit }: StepTerms): boolean {
  return [unit, ...units].some((slug) => !isUnit(slug))
}

function hasCome(at: string | null, { now }: StepTerms): boolean {
  return at !== null && Temporal.Instant.compare(at, now) <= 0
}

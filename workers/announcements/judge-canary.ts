import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'

/** How those fared who got it first. Who blocked us, or left, is no failure. */
export interface CanaryOutcome {
  tried: number
  failed: number
}

/** Whether the others may get it too. */
export function judgeCanary(
  { tried, failed }: CanaryOutcome,
  { most_failed: most }: Pick<AnnouncementFacts['canary'], 'most_failed'>,
): 'passed' | 'halted' {
  return failed > tried * most ? 'halted' : 'passed'
}

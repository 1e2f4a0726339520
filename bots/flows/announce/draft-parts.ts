import type { DraftPart, PartWords } from './draft-part.ts'
import { canaryPart } from './parts/canary-part.ts'
import { eventPart } from './parts/event-part.ts'
import { expiryPart } from './parts/expiry-part.ts'
import { filesPart } from './parts/files-part.ts'
import { linkPart } from './parts/link-part.ts'
import { pollPart } from './parts/poll-part.ts'
import { textPart } from './parts/text-part.ts'
import { timePart } from './parts/time-part.ts'
import { titlePart } from './parts/title-part.ts'
import { topicPart } from './parts/topic-part.ts'
import { urgentPart } from './parts/urgent-part.ts'

/** The parts of an announcement, those that are seldom changed behind one button. */
export function draftParts(words: PartWords): { often: DraftPart[]; seldom: DraftPart[] } {
  return {
    often: [topicPart(words), timePart(words)],
    seldom: [
      textPart(words),
      titlePart(words),
      eventPart(words),
      pollPart(words),
      linkPart(words),
      filesPart(words),
      urgentPart(words),
      expiryPart(words),
      canaryPart(words),
    ],
  }
}

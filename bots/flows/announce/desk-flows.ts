import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Flow } from '../../dialogue/flow.ts'
import { addressDraft } from './address-draft.ts'
import { readAddressId } from './address-id.ts'
import { beginDraft, beginDraftId } from './begin-draft.ts'
import { readReturnId, returnDraft } from './return-draft.ts'
import { readSureId, sureFlow } from './sure-flow.ts'
import { readDraftId, writeDraft } from './write-draft.ts'

interface Words {
  both(key: string): Record<Lang, string>
  facts: AnnouncementFacts
  units: Units
}

/** The flow of an official's desk that has this id; undefined when it is another flow's. */
export function deskFlow(id: string, words: Words): Flow | undefined {
  const flow = findFlow(id, words)
  // Officials are helped by their desk, and not by who helps citizens.
  return flow && { ...flow, lost: words.both('desk.missed') }
}

function findFlow(id: string, words: Words): Flow | undefined {
  if (id === beginDraftId) return beginDraft(words)
  const draft = readDraftId(id)
  if (draft !== undefined) return writeDraft(draft, words)
  const returned = readReturnId(id)
  if (returned !== undefined) return returnDraft(returned, words)
  const sure = readSureId(id)
  if (sure) return sureFlow(sure, words)
  const addressed = readAddressId(id)
  return addressed && addressDraft(addressed, words)
}

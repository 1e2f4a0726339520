import { findDossierCodes } from '../../../knowledge/dossiers/codes/find-dossier-codes.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import type { StopWish } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'

/** A wish is said shortly; longer texts are stories in which the words stand for something else. */
const longest = 100

const following =
  /\b(?:bo|thoi|huy|ngung|dung) theo doi\b|\bkhong (?:can |muon )?theo doi\b.*\bnua\b|\bunfollow\b|\bstop following\b/
const telling =
  /\b(?:thoi|dung|ngung|tat|khoi|khong can) (?:thong bao|bao)\b.*\bho so\b|^(?:thoi|dung|ngung|tat|khoi|khong can) (?:thong bao|bao)(?: (?:tin|cho|toi|em|bac|nua|voi|nhe|a))*$|\bstop (?:telling|notifying|messaging) me\b|\bstop (?:the )?notifications\b/

/**
 * "Thôi báo hồ sơ này", "bỏ theo dõi hồ sơ H26…", typed whenever: which dossier is meant shows when it is known what
 * is followed.
 */
export function hearStopWish(text: string, scope: Scope): Outcome | undefined {
  const stop = readStopWish(text)
  if (!stop) return undefined
  if (scope.state.group) return say(scope.text('dossier.group'))
  const [code] = findDossierCodes(text)
  return { ask: { kind: 'my_dossiers', stop, ...(code ? { code } : {}) } }
}

export function readStopWish(text: string): StopWish | undefined {
  if (text.length > longest) return undefined
  const said = fold(text)
  if (following.test(said)) return 'following'
  return telling.test(said) ? 'telling' : undefined
}

import type { SendError } from '../channel.ts'
import type { CallFailure } from './bot-client.ts'

/** Telegram's words for a chat that is gone for good, though it answers 400 and not 403. */
const gone =
  /chat not found|deactivated|PEER_ID_INVALID|upgraded to a supergroup|bot is not a member|bot was kicked/i

/** A failed call in the vocabulary that all channels share. */
export function toSendError(failure: CallFailure): SendError {
  const { detail } = failure
  if (failure.kind === 'unreachable') return { kind: 'unavailable', detail }
  if (failure.kind !== 'refused') return { kind: 'unknown_outcome', detail }
  const { status, description } = failure
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: failure.retryAfterMs ?? 5000, detail }
  if (status === 403 || (status === 400 && gone.test(description)))
    return { kind: 'recipient_blocked', detail }
  // A malformed token is answered 404, as if the whole bot were an unknown path.
  if (status === 401 || status === 404) return { kind: 'auth_expired', detail }
  if (status >= 500 || status === 409) return { kind: 'unavailable', detail }
  return { kind: 'permanent', detail }
}

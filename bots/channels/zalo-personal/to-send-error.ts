import type { SendError } from '../channel.ts'
import type { Failure } from './describe-failure.ts'
import type { Guard } from './guard/create-guard.ts'
import type { ZaloAccount } from './zalo-client.ts'

export interface FailureDeps {
  guard: Pick<Guard, 'warned'>
  /** Zalo knows this login no more. */
  expired(account: ZaloAccount): void
}

/** Why a call failed, in the vocabulary that all channels share; the guard hears of what it has to know. */
export function toSendError({ guard }: FailureDeps, { kind, detail }: Failure): SendError {
  switch (kind) {
    case 'too_many':
    case 'strangers':
    case 'banned':
      return { kind: 'rate_limited', retryAfterMs: guard.warned(kind), detail }
    case 'blocked':
      return { kind: 'recipient_blocked', detail }
    case 'refused':
      return { kind: 'permanent', detail }
    case 'session':
    case 'server':
    case 'unreachable':
      return { kind: 'unavailable', detail }
    case 'lost':
      return { kind: 'unknown_outcome', detail }
  }
}

import type { OutgoingMessage, SendError } from '../channel.ts'
import type { Guard } from './guard/create-guard.ts'
import { type PlanDeps, planSend } from './plan-send.ts'

/** The pause before a message, when the guard lets it be made. Never throws; see `PushChannel.admit`. */
export async function admitMessage(
  deps: PlanDeps & { guard: Pick<Guard, 'pause'> },
  message: OutgoingMessage,
): Promise<SendError | null> {
  const plan = await planSend(deps, message)
  if ('kind' in plan) return plan
  const refusal = await deps.guard.pause({ ...plan.sending, length: plan.text.length })
  return refusal && { kind: 'rate_limited', retryAfterMs: refusal.retryAfterMs, detail: refusal.why }
}

import type { SendResult } from '../channel.ts'
import { asFields } from '../read-json.ts'
import { callWithToken } from './call-with-token.ts'
import type { Tokens } from './create-tokens.ts'
import type { TooFast } from './create-too-fast.ts'
import { readZaloId } from './read-zalo-id.ts'
import type { HealthReporter } from './report-health.ts'
import { toSendError } from './to-send-error.ts'
import type { Call, ZaloClient } from './zalo-client.ts'

export interface SendDeps {
  client: ZaloClient
  tokens: Tokens
  health: HealthReporter
  tooFast: TooFast
  /** All calls of one send together, in ms. */
  sendMs: number
}

/** Makes a call that sends something, and tells health how it ended. @param idField where its id comes */
export async function postMessage(
  deps: SendDeps,
  call: Omit<Call, 'headers' | 'timeoutMs'>,
  idField: string,
): Promise<SendResult> {
  const answer = await callWithToken(deps, call, deps.sendMs)
  deps.health.sending(answer.ok ? null : answer.failure)
  if (!answer.ok) return { ok: false, error: toSendError(answer.failure, deps.tooFast.refused) }
  deps.tooFast.accepted()
  return { ok: true, externalId: readZaloId(asFields(answer.fields.data)?.[idField]) }
}

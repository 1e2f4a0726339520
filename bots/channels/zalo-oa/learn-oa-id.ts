import { asFields } from '../read-json.ts'
import { callWithToken, type SendFailure } from './call-with-token.ts'
import type { Tokens } from './create-tokens.ts'
import { readZaloId } from './read-zalo-id.ts'
import type { ZaloClient } from './zalo-client.ts'

const timeoutMs = 10_000
/** "Too many for now", in Zalo's own number. */
const tooMany = -32

/**
 * Learns which Official Account this is, since a refresh token in the settings does not say whose it is.
 * @returns whether asking again soon would be no use: it is known, or Zalo does not tell
 */
export async function learnOaId(client: ZaloClient, tokens: Tokens): Promise<boolean> {
  if (tokens.oaId() !== null) return true
  const answer = await callWithToken({ client, tokens }, { method: 'GET', path: '/v2.0/oa/getoa' }, timeoutMs)
  if (!answer.ok) return !passes(answer.failure)
  const oaId = readZaloId(asFields(answer.fields.data)?.oa_id)
  if (oaId !== null) await tokens.rememberOa(oaId).catch(() => {})
  return true
}

function passes(failure: SendFailure): boolean {
  if (failure.kind !== 'refused') return true
  return failure.status >= 500 || failure.status === 429 || failure.code === tooMany
}

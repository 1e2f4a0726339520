import { inTime } from '../../../server/in-time.ts'
import type { Tokens } from './create-tokens.ts'
import type { Call, CallFailure, CallResult, ZaloClient } from './zalo-client.ts'

/** As a call's, and: no token to call with. `refused` when only an operator can mend that. */
export type SendFailure = CallFailure | { kind: 'no_token'; refused: boolean; detail: string }
export type SendAnswer = Exclude<CallResult, { ok: false }> | { ok: false; failure: SendFailure }

/** Invalid, expired; and how templates say the first. */
const tokenCodes = new Set([-216, -220, -124])

/**
 * Makes a call in the Official Account's name. A token that Zalo refuses is exchanged, and the call made once more:
 * refused for its token, it certainly did nothing.
 * @param budgetMs for everything, waiting for tokens included
 */
export async function callWithToken(
  { client, tokens }: { client: ZaloClient; tokens: Tokens },
  call: Omit<Call, 'headers' | 'timeoutMs'>,
  budgetMs: number,
): Promise<SendAnswer> {
  const until = performance.now() + budgetMs
  const left = () => until - performance.now()

  async function attempt(stale?: string): Promise<{ token?: string; answer: SendAnswer }> {
    const access = await inTime(tokens.access(stale), Math.max(1, left())).catch(() => null)
    if (!access?.ok) {
      const failure = access ?? { refused: false, detail: 'no token in time' }
      return { answer: { ok: false, failure: { kind: 'no_token', ...pick(failure) } } }
    }
    const { token } = access
    const answer = await client.call({ ...call, headers: { access_token: token }, timeoutMs: left() })
    if (wasJudged(answer)) tokens.accepted(token)
    return { token, answer }
  }

  const first = await attempt()
  if (first.answer.ok || first.token === undefined || !isTokenFailure(first.answer.failure))
    return first.answer
  return (await attempt(first.token)).answer
}

export function isTokenFailure(failure: SendFailure): boolean {
  return failure.kind === 'refused' && failure.code !== null && tokenCodes.has(failure.code)
}

/** Zalo took the token, whatever it then made of the call. */
function wasJudged(answer: SendAnswer): boolean {
  return (
    answer.ok ||
    (answer.failure.kind === 'refused' && answer.failure.code !== null && !isTokenFailure(answer.failure))
  )
}

function pick({ refused, detail }: { refused: boolean; detail: string }) {
  return { refused, detail }
}

import { Telegraf, TelegramError } from 'telegraf'
import type { Opts, Telegram } from 'telegraf/types'
import { createAgent, notConnected } from '../create-agent.ts'

export type CallResult = { ok: true; result: unknown } | { ok: false; failure: CallFailure }

/** Why a call brought no result. `detail` is for logs: it holds neither the token nor what anybody wrote. */
export type CallFailure = { detail: string } /** The server said no. */ & (
  | { kind: 'refused'; status: number; description: string; retryAfterMs?: number }
  /** No connection stood: certainly not received. */
  | { kind: 'unreachable' }
  /** The request was on its way and no answer came: received or not, nobody knows. */
  | { kind: 'lost' }
  | { kind: 'aborted' }
)

export type Method = keyof Telegram

export interface BotClient {
  /** Never throws. @param options.timeoutMs after which the call is given up as `lost` */
  call<M extends Method>(
    method: M,
    payload: Opts<M>,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<CallResult>
}

/**
 * telegraf's client behind results instead of exceptions. Its errors carry the address, and with it the token,
 * so nothing of them goes further but codes.
 */
export function createBotClient(options: {
  token: string
  apiRoot: string
  connectTimeoutMs?: number
}): BotClient {
  const { token, apiRoot } = options
  const { telegram } = new Telegraf(token, {
    // With the slash at its end a root that has a path of its own keeps it.
    telegram: { apiRoot: apiRoot.replace(/\/*$/, '/'), webhookReply: false },
  })
  // Set afterwards because the constructor drops the agent of a plain http root (a local Bot API server).
  telegram.options.agent = createAgent(apiRoot, options.connectTimeoutMs ?? 5000)

  return {
    async call(method, payload, { timeoutMs, signal }) {
      if (signal?.aborted) return { ok: false, failure: { kind: 'aborted', detail: 'aborted' } }
      const controller = new AbortController()
      const giveUp = () => controller.abort()
      const timer = setTimeout(giveUp, Math.max(0, timeoutMs))
      signal?.addEventListener('abort', giveUp, { once: true })
      try {
        return {
          ok: true,
          result: await telegram.callApi(method, payload, { signal: asTelegraf(controller.signal) }),
        }
      } catch (error) {
        // telegraf leaves the body of a 5xx unread, which would keep its connection for good.
        controller.abort()
        if (signal?.aborted) return { ok: false, failure: { kind: 'aborted', detail: 'aborted' } }
        return { ok: false, failure: describe(error, token) }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
      }
    },
  }
}

type TelegrafSignal = NonNullable<NonNullable<Parameters<Telegraf['telegram']['callApi']>[2]>['signal']>

/** telegraf is typed for the shim of an older Node; the platform's own signal is what it is given at run time. */
function asTelegraf(signal: AbortSignal): TelegrafSignal {
  return signal as unknown as TelegrafSignal
}

function describe(error: unknown, token: string): CallFailure {
  if (error instanceof TelegramError) {
    const status = Number(error.response.error_code)
    const said = String(error.response.description ?? '')
    const seconds = Number(error.response.parameters?.retry_after)
    return {
      kind: 'refused',
      status,
      description: said,
      detail: `${status} ${redact(said, token)}`.trim(),
      ...(Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    }
  }
  const { name, code, type } = (error ?? {}) as { name?: unknown; code?: unknown; type?: unknown }
  const why = typeof code === 'string' ? code : typeof type === 'string' ? type : 'unknown error'
  if (why.startsWith(notConnected)) return { kind: 'unreachable', detail: why }
  return { kind: 'lost', detail: name === 'AbortError' ? 'no answer in time' : why }
}

/** The server's words quote what was sent (`Unsupported start tag "…"`); the quotes and anything like a token go. */
function redact(description: string, token: string): string {
  return description
    .replaceAll(token, '[token]')
    .replace(/\d+:[\w-]{20,}/g, '[token]')
    .replace(/"[^"]*"/g, '"…"')
    .slice(0, 120)
}

import type { Clock } from '../../../server/clock.ts'
import type { OutgoingMessage, SendError, SendResult } from '../channel.ts'
import { composePromotion } from './compose-promotion.ts'
import { postMessage, type SendDeps } from './post-message.ts'

/** Zalo takes promotions from 06:00 to 22:00 (its refusal is -234). */
const hours = { from: 6, to: 22 }
/** How long it is remembered, in ms of the machine's own clock, that the account may send none. */
const barredMs = 3600_000
const zone = 'Asia/Ho_Chi_Minh'

export type SendPromotion = (message: OutgoingMessage) => Promise<SendResult>

/**
 * Sends what nobody asked for outside the window, as a promotion. A quota that is used up, or the night, is `quota`:
 * another day it goes. An account that may send none at all, having no package for it, is told so by every message
 * alike: it is `window_closed` then, for an hour without asking.
 */
export function createSendPromotion(deps: SendDeps & { clock: Clock }): SendPromotion {
  let barredUntil = Number.NEGATIVE_INFINITY

  return async ({ chat, reply }) => {
    if (reply.blocks.length === 0 && !reply.choices?.length)
      return failed({ kind: 'window_closed', detail: 'a promotion carries no file by itself' })
    if (performance.now() < barredUntil)
      return failed({ kind: 'window_closed', detail: 'this account may send no promotions' })
    const { hour } = deps.clock.now().toZonedDateTimeISO(zone)
    if (hour < hours.from || hour >= hours.to)
      return failed({ kind: 'quota', detail: 'promotions go from 06:00 to 22:00' })
    const json = { recipient: { user_id: chat }, message: composePromotion(reply) }
    const result = await postMessage(
      deps,
      { method: 'POST', path: '/v3.0/oa/message/promotion', json },
      'message_id',
    )
    if (result.ok) return result
    const error = judge(result.error)
    if (error.kind === 'window_closed' && isBarred(error)) barredUntil = performance.now() + barredMs
    return failed(error)
  }
}

/** No package (-221, -224), or an API that is closed: -240 and, where nothing answers by that path, 404. */
function isBarred({ detail }: SendError): boolean {
  return /^(-221|-224|-240|404)\b/.test(detail)
}

/** As for other messages, but for what promotions have of their own. */
function judge(error: SendError): SendError {
  const { detail } = error
  if (/^-234\b/.test(detail)) return { kind: 'quota', detail }
  return isBarred(error) ? { kind: 'window_closed', detail } : error
}

function failed(error: SendError): SendResult {
  return { ok: false, error }
}

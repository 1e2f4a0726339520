import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { OperatorNotice } from '../../../bots/channels/operator-notice.ts'
import { replyWithErrorPage } from '../reply-with-error.ts'
import { useOperatorLink } from './operator-links.ts'
import { isOperatorPage, type OperatorPage, operatorPages } from './operator-pages.ts'
import { renderNotice } from './render-notice.ts'

export interface OperatorAccess {
  /** `/operator/<token>`: where a link of `cli link` leads. */
  routes: FastifyPluginAsync
  /** An `onRequest` hook that lets only the holder of a link to this page through. */
  require(page: OperatorPage): (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** A notice as such a page. */
  renderNotice(notice: OperatorNotice): string
}

export interface OperatorAccessOptions {
  pool: Pool
  /** For this purpose alone. */
  key: Uint8Array
  https: boolean
  /** The path of the front page's style sheet; null before the web app is built. */
  style: string | null
  /** Milliseconds since the epoch, of the real clock. */
  now(): number
}

const cookieName = 'operator'
/** A working day. */
const sessionMs = 8 * 3_600_000
const perMinute = 30

/**
 * Operators have no passwords here: whoever has the server's shell gets a link, once, and a browser that has used it
 * has the page for a working day. A GET uses nothing up, since previews and scanners follow links too.
 */
export function createOperatorAccess(options: OperatorAccessOptions): OperatorAccess {
  const { pool, key, https, style, now } = options
  const seal = (page: string, until: number) =>
    createHmac('sha256', key).update(`${page}\0${until}`).digest('base64url')

  function holds(cookie: string | undefined, page: OperatorPage): boolean {
    const [, named, until, given] = /^([a-z-]{1,20})\.(\d{13})\.([\w-]{43})$/.exec(cookie ?? '') ?? []
    if (!named || !until || !given || named !== page || Number(until) < now()) return false
    return timingSafeEqual(Buffer.from(seal(page, Number(until))), Buffer.from(given))
  }

  const send = (reply: FastifyReply, notice: OperatorNotice) =>
    reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(renderNotice(notice, style))

  const route = { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } }
  return {
    renderNotice: (notice) => renderNotice(notice, style),
    require: (page) => async (request, reply) => {
      if (!holds(request.cookies[`${cookieName}-${page}`], page)) await send(reply.code(401), closed(page))
    },
    routes: async (app) => {
      app.removeContentTypeParser(['application/json', 'text/plain'])
      app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_r, _b, done) =>
        done(null, null),
      )
      app.setErrorHandler(replyWithErrorPage(style))
      app.get('/operator/:token', route, async (_request, reply) => send(reply, entrance))
      app.post<{ Params: { token: string } }>('/operator/:token', route, async (request, reply) => {
        const page = await useOperatorLink(pool, request.params.token)
        if (!page || !isOperatorPage(page)) return send(reply.code(410), usedUp)
        const until = now() + sessionMs
        return reply
          .setCookie(`${cookieName}-${page}`, `${page}.${until}.${seal(page, until)}`, {
            path: operatorPages[page],
            httpOnly: true,
            secure: https,
            // Not strict: Zalo sends the operator back here, and the cookie has to come along.
            sameSite: 'lax',
            maxAge: sessionMs / 1000,
          })
          .redirect(operatorPages[page], 303)
      })
    },
  }
}

const entrance: OperatorNotice = {
  title: 'Trang của người vận hành',
  vi: 'Liên kết này dùng được một lần. Bấm nút để mở trang; trình duyệt này giữ quyền mở trang trong 8 giờ.',
  en: 'This link works once. Press the button to open the page; this browser may then open it for 8 hours.',
  button: { vi: 'Mở trang', en: 'Open the page' },
}

const usedUp: OperatorNotice = {
  title: 'Liên kết không còn dùng được',
  vi: 'Liên kết này đã dùng rồi, hoặc đã quá một giờ. Xin một liên kết mới trên máy chủ: npm run -s cli -- link zalo-oa (hoặc zalo-login, queues).',
  en: 'This link was used, or is older than an hour. Make another one on the server with the command above.',
}

function closed(page: OperatorPage): OperatorNotice {
  return {
    title: 'Trang này cần liên kết của người vận hành',
    vi: `Trên máy chủ, chạy lệnh: npm run -s cli -- link ${page}, rồi mở liên kết mà lệnh in ra.`,
    en: 'On the server, run the command above and open the link that it prints.',
  }
}

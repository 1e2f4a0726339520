import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../../../server/errors.ts'
import type { Log } from '../../../../server/log.ts'
import type { OperatorNotice } from '../../operator-notice.ts'
import type { QrLoginOptions } from './login-by-qr.ts'
import { type LoginState, loginPage } from './login-page.ts'

export interface LoginRouteDeps {
  /** Logs in and keeps it; see `loginByQr` and `keepLogin`. */
  logIn(events: Pick<QrLoginOptions, 'onCode' | 'onScanned' | 'signal'>): Promise<void>
  /** An `onRequest` hook that lets operators through, and answers or throws for anybody else. */
  requireOperator(request: FastifyRequest, reply: FastifyReply): Promise<void>
  renderNotice(notice: OperatorNotice): string
  log: Pick<Log, 'error'>
}

const path = '/connect/zalo-login'
const codePath = `${path}/qr.png`
const refreshSeconds = 3
/** Of one address; what asks for itself again, or may be looked at by several, more often than what is pressed. */
const [pressesPerMinute, looksPerMinute] = [30, 60]
/** Nobody looks at the page any more: the code is taken back. */
const forsakenMs = 60_000

/** The page on which an operator logs the account in by a code. One login at a time, whoever looks at it. */
export function loginRoutes({ logIn, requireOperator, renderNotice, log }: LoginRouteDeps) {
  let state: LoginState = { kind: 'idle' }
  let image: Buffer | null = null
  let underWay: AbortController | null = null
  let forsaken: NodeJS.Timeout | undefined

  function begin(): void {
    if (underWay) return
    const own = new AbortController()
    underWay = own
    state = { kind: 'asking' }
    logIn({
      signal: own.signal,
      onCode(png) {
        image = Buffer.from(png, 'base64')
        state = { kind: 'code' }
      },
      onScanned(name) {
        image = null
        state = { kind: 'scanned', name }
      },
    })
      .then(
        () => {
          state = { kind: 'done' }
        },
        (err: unknown) => {
          const expected = err instanceof AppError
          if (!expected) log.error({ err }, 'zalo_personal: a login came to nothing')
          state = { kind: 'failed', code: expected ? err.code : 'internal' }
        },
      )
      .finally(() => {
        image = null
        underWay = null
        clearTimeout(forsaken)
      })
    look()
  }

  function look(): void {
    clearTimeout(forsaken)
    if (underWay) forsaken = setTimeout(() => underWay?.abort(), forsakenMs).unref()
  }

  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', requireOperator)
    app.addHook('onClose', async () => {
      clearTimeout(forsaken)
      underWay?.abort()
    })
    app.removeAllContentTypeParsers()
    // The button's form has no fields.
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1024 }, (_request, _body, done) =>
      done(null, null),
    )
    const hidden = (max: number) => ({ schema: { hide: true } as object, config: { rateLimit: { max } } })
    app.get(path, hidden(looksPerMinute), async (_request, reply) => {
      look()
      if (underWay) reply.header('refresh', String(refreshSeconds))
      return reply
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(renderNotice(loginPage(state, { path, codePath })))
    })
    app.post(path, hidden(pressesPerMinute), async (_request, reply) => {
      begin()
      return reply.redirect(path, 303)
    })
    app.get(codePath, hidden(looksPerMinute), async (_request, reply) => {
      if (!image) throw new AppError('not_found', 'no code is shown')
      return reply.header('cache-control', 'no-store').type('image/png').send(image)
    })
  }
}

import type { FastifyPluginAsync } from 'fastify'
import { loginRoutes } from '../../bots/channels/zalo-personal/login/login-routes.ts'
import type { Site } from '../site.ts'
import { logInToZalo } from './zalo-login.ts'

/** The page on which an operator logs the personal account in; whichever process runs conversations takes it up. */
export function zaloLoginPages({ config, log, open, operators }: Site): FastifyPluginAsync {
  return loginRoutes({
    logIn: (events) => logInToZalo({ config, open }, events),
    requireOperator: operators.require('zalo-login'),
    renderNotice: operators.renderNotice,
    log,
  }) as FastifyPluginAsync
}

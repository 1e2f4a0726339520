import type { FastifyPluginAsync } from 'fastify'
import { AppError } from '../../errors.ts'
import { addressOfServer } from '../address-of-server.ts'
import { replyWithErrorPage } from '../reply-with-error.ts'
import { builtWebApp, findBuilt } from '../web-app.ts'
import { isFollowLink, readLinkCode } from './read-link-code.ts'
import { type LinkDoor, renderLinkPage } from './render-link-page.ts'

export interface LinkPageOptions {
  /** Ways into the channels that run, besides the web chat; those not known yet are left out. */
  channels(code: string): readonly LinkDoor[]
  /** The beginning of addresses, without a slash at its end; by default, how the page was asked for. */
  publicUrl?: string
  /** The built web app; by default the one of this checkout. */
  webRoot?: string
}

/** A whole office can be one address; nobody finds a code by opening pages, since all that could be codes look alike. */
const perMinute = 300

/**
 * `/l/<code>`: the page that leads to every channel with a code. It is the same for every code that could be one:
 * nothing is looked up, so nothing is used up and nothing learned. The web chat gets the code behind the `#`, which
 * no server is told.
 */
export function linkPage({
  channels,
  publicUrl,
  webRoot = builtWebApp,
}: LinkPageOptions): FastifyPluginAsync {
  const style = findBuilt(webRoot, 'front/front.css')
  return async (app) => {
    app.setErrorHandler(replyWithErrorPage(style))
    app.get<{ Params: { code: string } }>(
      '/l/:code',
      { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } },
      async (request, reply) => {
        const code = readLinkCode(request.params.code)
        if (code === undefined) throw new AppError('not_found', 'not the form of a code')
        // A ward's news is nothing secret, and who opens the link has said yes to it: the page need not ask once more.
        const url = isFollowLink(code) ? `/chat?start=${code}` : `/chat#ma=${code}`
        const web = { label: 'Trang web', url }
        const address = `${addressOfServer(request, publicUrl)}/l/${code}`
        return reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .type('text/html; charset=utf-8')
          .send(renderLinkPage(code, [web, ...channels(code)], { address, style }))
      },
    )
  }
}

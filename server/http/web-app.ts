import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { AppError } from '../errors.ts'

/** What `npm ci` builds in this checkout. */
export const builtWebApp = fileURLToPath(new URL('../../web/dist', import.meta.url))

const manifest = z.record(z.string(), z.object({ file: z.string(), src: z.string().optional() }))

/**
 * The built web app. Files with a hash in their name never change and are kept for good; pages and the
 * service worker are asked for again each time, so that a new version shows at the next load.
 * @param root the folder that `vite build web` writes; without it the pages answer 503 and the rest works
 */
export function webApp(root: string): FastifyPluginAsync {
  return async (app) => {
    const page = { schema: { hide: true } as object }
    if (!existsSync(join(root, 'chat/index.html'))) {
      app.get('/chat', page, async () => {
        throw new AppError('unavailable', `the web app is not built in ${root}: run npm ci`)
      })
      return
    }
    await serveFiles(app, root)
    app.get('/chat', page, async (_request, reply) => reply.sendFile('chat/index.html'))
    app.get('/chat/', page, async (_request, reply) => reply.redirect('/chat', 308))
  }
}

async function serveFiles(app: FastifyInstance, root: string): Promise<void> {
  const hashed = join(root, 'assets/')
  await app.register(fastifyStatic, {
    root,
    // Routes are made for the files there are, so nothing else in the folder or above can be asked for.
    wildcard: false,
    globIgnore: ['**/*.html', '**/*.gz', '**/*.br'],
    index: false,
    preCompressed: true,
    schemaHide: true,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header(
        'cache-control',
        path.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
}

/**
 * Where the build put a style sheet or script of the server's own pages; null before the web app is built.
 * @param source its path within `web/`
 */
export function findBuilt(root: string, source: string): string | null {
  const file = join(root, '.vite/manifest.json')
  if (!existsSync(file)) return null
  const entry = Object.values(manifest.parse(JSON.parse(readFileSync(file, 'utf8')))).find(
    ({ src }) => src === source,
  )
  return entry ? `/${entry.file}` : null
}

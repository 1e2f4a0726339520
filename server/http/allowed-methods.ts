import type { FastifyInstance } from 'fastify'

/**
 * Remembers which methods each route has, so that a known path asked with another method is answered 405
 * rather than 404. Call it before routes are added.
 * @returns the methods of the path, none when there is no such path
 */
export function rememberMethods(app: FastifyInstance): (path: string) => string[] {
  const routes: { pattern: RegExp; method: string }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    for (const name of [method].flat()) routes.push({ pattern: patternOf(url), method: name })
  })
  return (path) => [
    ...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
  ]
}

/** Understands what our routes use: `:name` for one segment and a trailing `*`. */
function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\*$/, '.*')
  return new RegExp(`^${source}$`)
}

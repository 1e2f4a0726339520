import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request was made by our own page, or by a program that isn't a browser (it has nobody's cookie).
 * `Sec-Fetch-Site` decides where it is sent, as a proxy cannot garble it; browsers leave it out on plain http,
 * and there it is `Origin`.
 * @param hosts what this server is called, `name[:port]`
 */
export function isSameOrigin(headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && hosts.includes(new URL(origin).host)
}

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)

/**
 * Answers with a page, compressed for the slow networks it is read over, or with 304 to whoever has it already.
 * @param kept whether a browser may keep it, asking each time whether it has changed
 */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
  { kept }: { kept: boolean },
): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('vary', 'accept-encoding')
  if (kept) {
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`
    reply.header('etag', `W/${etag}`).header('cache-control', 'no-cache')
    const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
    if (known?.includes(etag)) return reply.code(304).send()
  } else {
    reply.header('cache-control', 'no-store')
  }
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\D|$))/.test(request.headers['accept-encoding'] ?? ''))
    return reply.send(html)
  return reply.header('content-encoding', 'gzip').send(await compress(html))
}

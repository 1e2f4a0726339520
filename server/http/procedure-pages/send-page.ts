import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type PackedPage, packPage } from './pack-page.ts'

const expand = promisify(gunzip)

/**
 * Answers with a page, compressed for the slow networks it is read over, or with 304 to whoever has it already.
 * A browser may keep it, asking each time whether it has changed; a cache between may not, since the page names the
 * host it was asked for.
 */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: PackedPage,
): Promise<FastifyReply> {
  const { etag } = page
  reply.header('etag', `W/${etag}`).header('cache-control', 'private, no-cache')
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known?.includes(etag)) return reply.header('vary', 'accept-encoding').code(304).send()
  return send(request, reply, page)
}

/** Answers with a page that neither we nor a browser keeps: what somebody looked for, what isn't there. */
export async function sendOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
): Promise<FastifyReply> {
  return send(request, reply.header('cache-control', 'no-store'), await packPage(html))
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { gzipped }: PackedPage,
): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('vary', 'accept-encoding')
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\D|$))/.test(request.headers['accept-encoding'] ?? '')
  return takesGzip
    ? reply.header('content-encoding', 'gzip').send(gzipped)
    : reply.send(await expand(gzipped))
}

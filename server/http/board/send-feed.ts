import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BoardItem } from '../../../office/board/board-item.ts'

/** Minutes that a reader may keep a feed without asking, as the feed itself says. */
const keptMinutes = 15

/**
 * Answers with a feed, or with 304 to a reader that has it: nothing in it has changed, or nothing has been added.
 * @param feed.shared its links are the same for everybody; else they are those by which this reader came
 */
export function sendFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  { xml, items, shared }: { xml: string; items: readonly BoardItem[]; shared: boolean },
): FastifyReply {
  const etag = `"${createHash('sha256').update(xml).digest('base64url').slice(0, 27)}"`
  const newest = Math.max(0, ...items.map(({ beganAt }) => Date.parse(beganAt)))
  reply
    .header('etag', etag)
    .header('cache-control', `${shared ? 'public' : 'private'}, max-age=${keptMinutes * 60}`)
  if (newest > 0) reply.header('last-modified', new Date(newest).toUTCString())
  if (isKnown(request, etag, newest)) return reply.code(304).send()
  return reply.type('application/rss+xml; charset=utf-8').send(xml)
}

/** A mark of the text is surer than its time, and stands first where a reader gives both. */
function isKnown({ headers }: FastifyRequest, etag: string, newest: number): boolean {
  const marks = headers['if-none-match']
  if (marks !== undefined)
    return marks.split(',').some((mark) => mark.trim().replace(/^W\//, '') === etag || mark.trim() === '*')
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return newest > 0 && Math.floor(newest / 1000) * 1000 <= since
}

import { Readable } from 'node:stream'
import { create } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FoundFile } from '../../../office/board/find-board-file.ts'
import { streamBoardFile } from '../../../office/board/stream-board-file.ts'
import type { Sql } from '../../database/sql.ts'

/** What is shown in the browser; a PDF is not, since none shows one within a sandbox. */
const shownTypes: readonly string[] = ['image/jpeg', 'image/png']
const knownTypes: readonly string[] = [...shownTypes, 'application/pdf']

type Here = Extract<FoundFile, { kind: 'here' }>['file']

/**
 * Answers with a file of an announcement. Whatever it holds, it runs nothing here: it is of the type it was stored as,
 * in a sandbox. A browser asks each time whether it may still show it.
 */
export function sendBoardFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { sql, id, file }: { sql: Sql; id: string; file: Here },
): FastifyReply {
  const etag = `"${file.sha256 ?? id}"`
  reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('x-robots-tag', 'noindex')
  if (request.headers['if-none-match']?.split(',').some((one) => one.trim() === etag))
    return reply.code(304).send()
  reply
    .type(knownTypes.includes(file.type) ? file.type : 'application/octet-stream')
    .header('content-length', file.size)
    .header(
      'content-disposition',
      create(file.name.replace(/[\p{Cc}\p{Cf}\\/]/gu, ' '), {
        type: shownTypes.includes(file.type) ? 'inline' : 'attachment',
      }),
    )
  // Of no body at all the length would be said as none.
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : streamBoardFile(sql, id))
}

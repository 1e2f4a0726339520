import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isDatabaseAway } from '../database/is-database-away.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { errorTexts } from './error-texts.ts'
import { renderErrorPage } from './render-error-page.ts'

/** The body of every answer that isn't a success. */
export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.object({ vi: z.string(), en: z.string() }) }),
})

/**
 * Answers with the error's code and its text for people. Whatever isn't an AppError or Fastify's own refusal
 * of a request is a defect: it's logged, and the caller learns only that something went wrong.
 */
export function replyWithError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const code = refuse(error, request, reply)
  reply.send({ error: { code, message: errorTexts[code] } })
}

/**
 * The same for people: on a page.
 * @param style the path of the front page's style sheet; null before the web app is built
 */
export function replyWithErrorPage(style: string | null): typeof replyWithError {
  return (error, request, reply) => {
    const code = refuse(error, request, reply)
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(renderErrorPage(code, style))
  }
}

/** A page for a browser that goes to an address, the same as data for a program. */
export function replyToAnybody(style: string | null): typeof replyWithError {
  const withPage = replyWithErrorPage(style)
  return (error, request, reply) => {
    reply.header('vary', 'accept')
    const asksForPage = request.headers.accept?.includes('text/html') ?? false
    return (asksForPage ? withPage : replyWithError)(error, request, reply)
  }
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): ErrorCode {
  const { code, status } = classify(error)
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  reply.code(status)
  return code
}

function classify(error: unknown): { code: ErrorCode; status: number } {
  if (error instanceof AppError) return { code: error.code, status: error.status }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) return { code: codeOf[status] ?? 'bad_request', status }
  if (status === 503 || isDatabaseAway(error)) return { code: 'unavailable', status: 503 }
  return { code: 'internal', status: 500 }
}

const codeOf: Partial<Record<number, ErrorCode>> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'too_many',
}

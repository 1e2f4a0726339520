import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'

const plainHost = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/**
 * The beginning of the server's addresses, without a slash at its end.
 * @param publicUrl as it was set; by default, how the page was asked for
 * @throws AppError `bad_request` when that names no host
 */
export function addressOfServer(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl) return publicUrl
  if (!plainHost.test(request.host)) throw new AppError('bad_request', 'not a host name')
  return `${request.protocol}://${request.host}`
}

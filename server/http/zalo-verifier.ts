import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { AppError } from '../errors.ts'

const perMinute = 30
const name = /^zalo_verifier[\w-]{1,128}\.html$/

/**
 * The file by which Zalo makes sure that the address is ours, before it accepts a webhook or a callback there: it is
 * downloaded from Zalo's page for developers and put into the folder as it is.
 * @param folder absolute
 */
export function zaloVerifier(folder: string): FastifyPluginAsync {
  return async (app) => {
    const options = { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } }
    app.get<{ Params: { file: string } }>('/:file(^zalo_verifier[^/]*)', options, async (request, reply) => {
      const { file } = request.params
      const text = name.test(file) ? await readFile(join(folder, file), 'utf8').catch(() => null) : null
      if (text === null) throw new AppError('not_found', 'no such file of Zalo’s for proving the address')
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(text)
    })
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../../server/errors.ts'
import { judgePhoto } from '../../photos/judge-photo.ts'
import { keepCodes } from '../../photos/keep-codes.ts'
import { photoBounds } from '../../photos/photo-bounds.ts'
import { accepted } from './api.ts'

interface PhotoRoutesOptions {
  /** Refuses, before the body is read, whoever may not post. */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** What the codes in a photo say. */
  decode(photo: Uint8Array): Promise<string[]>
  /** Stores what came of it, under the page's own id. */
  store(
    request: FastifyRequest,
    reply: FastifyReply,
    photo: { id: string; codes: readonly string[] },
  ): Promise<void>
  tags: string[]
}

/** Takes photos of receipts and slips. They are read in memory, and what is stored is what their codes say. */
export function photoRoutes({ admit, decode, store, tags }: PhotoRoutesOptions): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      ['image/jpeg', 'image/png'],
      { parseAs: 'buffer' },
      async (_request: unknown, body: unknown) => body,
    )

    app.post(
      '/api/chat/photos',
      {
        bodyLimit: photoBounds.bytes,
        onRequest: admit,
        schema: {
          summary: 'A photo that shows a code',
          description:
            'JPEG or PNG as the body; the codes in it are handled like something typed, the picture is not kept. ' +
            'Answered when they are stored. The same id again is accepted and has no effect.',
          tags,
          querystring: z.object({ id: z.uuid() }),
          response: { 202: accepted },
        },
      },
      async (request, reply) => {
        const { id } = request.query
        const photo = request.body
        const judged = photo instanceof Uint8Array && judgePhoto(photo)
        if (!judged) throw new AppError('bad_request', 'a photo without a body')
        if (!judged.ok && judged.why === 'no_photo') throw new AppError('bad_request', 'neither JPEG nor PNG')
        if (!judged.ok) throw new AppError('too_large', 'a photo of more pixels than are looked at')
        await store(request, reply, { id, codes: keepCodes(await decode(photo)) })
        return reply.code(202).send({ id })
      },
    )
  }
}

import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { sendFeed } from './send-feed.ts'

it.each([
  [true, 'public, max-age=900'],
  [false, 'private, max-age=900'],
])('a feed whose links are the same for everybody: %s, is kept %s', async (shared, kept) => {
  const http = Fastify()
  http.get('/', (request, reply) => sendFeed(request, reply, { xml: '<rss/>', items: [], shared }))
  const { headers } = await http.inject('/')
  expect(headers['cache-control']).toBe(kept)
  await http.close()
})

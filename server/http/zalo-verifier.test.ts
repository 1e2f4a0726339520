import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { replyWithError } from './reply-with-error.ts'
import { zaloVerifier } from './zalo-verifier.ts'

it("shows Zalo's file once it is in the folder, and nothing else of it", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zalo-'))
  const app = fastify()
  onTestFinished(() => app.close())
  app.setErrorHandler(replyWithError)
  await app.register(zaloVerifier(folder))
  const ask = async (url: string) => (await app.inject(url)).statusCode
  expect(await ask('/zalo_verifierAbC-1.html')).toBe(404)
  await writeFile(join(folder, 'zalo_verifierAbC-1.html'), '<meta name="zalo-platform-site-verification">')
  await writeFile(join(folder, 'secret'), 'x')
  const shown = await app.inject('/zalo_verifierAbC-1.html')
  expect(shown.body).toContain('zalo-platform-site-verification')
  expect(shown.headers['content-type']).toContain('text/html')
  for (const url of [
    '/zalo_verifier..%2fsecret',
    '/zalo_verifier/../secret',
    '/secret',
    '/zalo_verifier.html',
  ])
    expect(await ask(url)).toBe(404)
})

import { afterEach, expect, it, vi } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'

const open: Installation[] = []
afterEach(async () => {
  for (const installation of open.splice(0)) await installation.remove()
})

it('a process that neither sends nor polls has nothing to say of Telegram', async () => {
  const installation = await createInstallation({
    ROLES: 'http',
    TELEGRAM_BOT_TOKEN: '1:never_used',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
  })
  open.push(installation)
  const server = await installation.start()
  const well = { status: 'ok', parts: { telegram: { status: 'off' } } }
  await vi.waitFor(async () => expect(await server.health()).toMatchObject(well))
  expect(await server.stop()).toEqual({ code: 0, signal: null })
}, 180_000)

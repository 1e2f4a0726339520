import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { canMount, mountSmallDisk } from '../support/small-disk.ts'
import { countingLink } from './support/counting-link.ts'
import { createCrowd } from './support/crowd.ts'
import { linkToTestServer } from './support/link-to-test-server.ts'
import { lookIntoDatabase } from './support/look-into-database.ts'
import { processesIn } from './support/processes-in.ts'
import { settled } from './support/settled.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const patience = { timeout: 40_000, interval: 5 }

describe('the server under load', { timeout: 240_000 }, () => {
  const running: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of running.splice(0).reverse()) await end()
  })

  async function start(options: Parameters<typeof startTelegramServer>[0]): Promise<TelegramServer> {
    const telegram = await startTelegramServer(options)
    running.push(telegram.remove)
    return telegram
  }

  it.each([
    ['polling', false],
    ['webhook', true],
  ])(
    'stopped by SIGTERM, by %s: ends in order, leaves no process, loses nothing and repeats nothing',
    async (_n, webhook) => {
      const telegram = await start({ webhook, env: { LOG_LEVEL: 'info' } })
      const { emulator, installation } = telegram
      const crowd = createCrowd(emulator, { people: 32, rounds: 30 })
      crowd.begin()
      let { server } = telegram
      for (const reached of [100, 300]) {
        await vi.waitFor(() => expect(crowd.answered()).toBeGreaterThan(reached), patience)
        expect(await server.stop()).toEqual({ code: 0, signal: null })
        if (!installation.settings.DATABASE_URL) expect(await processesIn(installation)).toEqual([])
        server = await installation.start()
      }
      await crowd.done
      expect(await settled(installation)).toBe(0)
      expect(crowd.surprises()).toEqual([])
      expect(crowd.repeated()).toBe(0)
      expect(crowd.answered()).toBe(32 * 31)
    },
  )

  it('killed by SIGKILL: loses nothing, runs no turn twice, and repeats only what nobody could know of', async () => {
    const telegram = await start({ env: { LOG_LEVEL: 'info' } })
    const { emulator, installation } = telegram
    const crowd = createCrowd(emulator, { people: 32, rounds: 40 })
    crowd.begin()
    let { server } = telegram
    for (const reached of [100, 300, 500, 700]) {
      await vi.waitFor(() => expect(crowd.answered()).toBeGreaterThan(reached), patience)
      expect(await server.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
      server = await installation.start()
    }
    await crowd.done
    const unknown = await settled(installation)
    expect(crowd.surprises()).toEqual([])
    expect(crowd.answered()).toBe(32 * 41)
    expect(crowd.repeated()).toBeLessThanOrEqual(unknown)
    await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'), patience)
  })

  it.skipIf(process.env.TEST_DATABASE_URL)(
    'its PostgreSQL killed: brings it back and loses nothing',
    async () => {
      const { emulator, installation, server } = await start({ env: { LOG_LEVEL: 'info' } })
      const crowd = createCrowd(emulator, { people: 32, rounds: 30 })
      crowd.begin()
      for (const reached of [100, 300]) {
        await vi.waitFor(() => expect(crowd.answered()).toBeGreaterThan(reached), patience)
        const file = await readFile(join(installation.dataDir, 'postgres/postmaster.pid'), 'utf8')
        process.kill(Number(file.split('\n', 1)[0]), 'SIGKILL')
        await vi.waitFor(async () => expect((await server.health()).status).toBe('down'), patience)
        await vi.waitFor(
          async () => expect((await server.health()).parts.database.status).toBe('ok'),
          patience,
        )
      }
      await crowd.done
      const unknown = await settled(installation)
      expect(crowd.surprises()).toEqual([])
      expect(crowd.repeated()).toBeLessThanOrEqual(unknown)
      expect(await server.stop()).toEqual({ code: 0, signal: null })
      expect(await processesIn(installation)).toEqual([])
    },
  )

  it.skipIf(!canMount || process.env.TEST_DATABASE_URL)(
    'its disk full: takes nothing it cannot keep, and answers all when there is room again',
    async () => {
      const disk = await mountSmallDisk(160)
      running.push(disk.unmount)
      const { emulator, installation, server } = await start({
        env: { LOG_LEVEL: 'info', DATA_DIR: join(disk.folder, 'data') },
        embedded: true,
      })
      const crowd = createCrowd(emulator, { people: 32, rounds: 60 })
      crowd.begin()
      await vi.waitFor(() => expect(crowd.answered()).toBeGreaterThan(100), patience)
      const filler = join(disk.folder, 'filler')
      await fill(filler)
      await vi.waitFor(async () => {
        const { status } = await createWebCitizen(server.address).post({ text: 'x'.repeat(9_000) })
        expect(status).toBe(503)
      }, patience)
      await vi.waitFor(async () => {
        // Down when PostgreSQL itself needed the room.
        expect((await server.health()).parts.database.status).toMatch(/^(degraded|down)$/)
      }, patience)
      await rm(filler)
      await crowd.done
      const unknown = await settled(installation)
      expect(crowd.surprises()).toEqual([])
      expect(crowd.repeated()).toBeLessThanOrEqual(unknown)
      await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'), patience)
      expect(await server.stop()).toEqual({ code: 0, signal: null })
    },
  )

  it('in several processes: http alone stores, two with bots share the work, and each turn is run once', async () => {
    const telegram = await start({ webhook: true, env: { LOG_LEVEL: 'info', ROLES: 'http' } })
    const { emulator, installation, server } = telegram
    const web = createWebCitizen(server.address)
    expect((await web.post({ start: '1.001193' })).status).toBe(202)
    // Else one might have done all the work before the other has begun.
    const both = Promise.withResolvers<void>()
    const crowd = createCrowd(emulator, { people: 32, rounds: 30, held: both.promise })
    crowd.begin()
    await vi.waitFor(async () => {
      const waiting = await lookIntoDatabase(
        installation,
        async (client) =>
          (await client.query(`select count(*)::int as count from inbox where status = 'new'`)).rows[0],
      )
      expect(waiting).toEqual({ count: 33 })
    }, patience)
    expect(crowd.answered()).toBe(0)

    const links = [await countingLink(emulator.url), await countingLink(emulator.url)]
    for (const link of links) running.push(link.close)
    const [first, second] = await Promise.all(
      links.map(({ url }) => installation.start({ ROLES: 'bots', TELEGRAM_API_ROOT: url })),
    )
    both.resolve()
    await web.hears('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await crowd.done
    expect(await settled(installation)).toBe(0)
    expect(crowd.surprises()).toEqual([])
    expect(crowd.repeated()).toBe(0)
    const shares = links.map(({ messages }) => messages())
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(32 * 32)
    for (const share of shares) expect(share).toBeGreaterThan(32)

    // One of them dies: the other goes on alone.
    const more = createCrowd(emulator, { people: 16, rounds: 20 })
    more.begin()
    await vi.waitFor(() => expect(more.answered()).toBeGreaterThan(50), patience)
    await first?.stop('SIGKILL')
    await more.done
    expect(more.surprises()).toEqual([])
    expect(more.repeated()).toBeLessThanOrEqual(await settled(installation))
    for (const one of [second, server]) expect(await one?.stop()).toEqual({ code: 0, signal: null })
    if (!installation.settings.DATABASE_URL) expect(await processesIn(installation)).toEqual([])
  })

  it('the way to its database cut for 20 s: says so, takes nothing it cannot keep, and loses nothing', async () => {
    const link = await linkToTestServer()
    running.push(link.remove)
    const { emulator, installation, server } = await start({
      env: { LOG_LEVEL: 'info', DATABASE_URL: link.url },
      embedded: true,
    })
    const crowd = createCrowd(emulator, { people: 32, rounds: 30 })
    crowd.begin()
    await vi.waitFor(() => expect(crowd.answered()).toBeGreaterThan(100), patience)
    await link.cut()
    // The time is no waiting for something: it is what is tried.
    const over = pause(20_000)
    await vi.waitFor(async () => {
      const answer = await fetch(`${server.address}/healthz`)
      expect(await answer.json()).toMatchObject({ status: 'down', parts: { database: { status: 'down' } } })
      expect(answer.status).toBe(503)
    }, patience)
    const web = createWebCitizen(server.address)
    expect((await web.post({ text: 'chào' })).status).toBe(503)
    await over
    await link.mend()
    await crowd.done
    await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'), patience)
    const unknown = await settled(installation)
    expect(crowd.surprises()).toEqual([])
    expect(crowd.repeated()).toBeLessThanOrEqual(unknown)
    await web.post({ text: 'chào' })
    await web.hears('phần mềm')
  })
})

/** Writes until the disk has no room left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  const zeros = Buffer.alloc(65_536)
  try {
    for (;;) await file.write(zeros)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    await file.close()
  }
}

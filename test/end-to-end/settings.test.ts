import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'

describe('a start that is refused', { timeout: 180_000 }, () => {
  let installation: Installation
  beforeAll(async () => {
    installation = await createInstallation({}, { embedded: true })
  })
  afterAll(() => installation.remove())

  const bot = { TELEGRAM_BOT_TOKEN: '1:secret_of_the_bot' }
  const hook = { ...bot, TELEGRAM_MODE: 'webhook' }

  it.concurrent.each<[string, NodeJS.ProcessEnv]>([
    ['PORT', { PORT: 'eighty' }],
    ['PORT', { PORT: '70000' }],
    ['HOST', { HOST: 'not a host' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'motcua.example.vn' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'everybody' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:secret_of_the_db@h/d' }],
    ['REDIS_URL', { REDIS_URL: 'http://:secret_of_redis@localhost' }],
    ['SECRET_KEY', { SECRET_KEY: 'too short' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'with space secret' }],
    ['ROLES', { ROLES: 'http,bot' }],
    ['UNITS', { UNITS: 'hoan-kiem,atlantis' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: 'secret_of_the_bot' }],
    ['TELEGRAM_API_ROOT', { ...bot, TELEGRAM_API_ROOT: 'ftp://x' }],
    ['TELEGRAM_MODE', { ...bot, TELEGRAM_MODE: 'pull' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_MODE: 'webhook' }],
    ['PUBLIC_URL', { ...hook, TELEGRAM_WEBHOOK_SECRET: 'x' }],
    ['PUBLIC_URL', { ...hook, TELEGRAM_WEBHOOK_SECRET: 'x', PUBLIC_URL: 'http://motcua.example.vn' }],
    ['TELEGRAM_WEBHOOK_SECRET', { ...hook, PUBLIC_URL: 'https://motcua.example.vn' }],
    ['TELEGRAM_WEBHOOK_SECRET', { ...hook, TELEGRAM_WEBHOOK_SECRET: 'ă', PUBLIC_URL: 'https://m.vn' }],
    ['NOW_OFFSET', { NOW_OFFSET: 'tomorrow' }],
    ['NOW_OFFSET', { NOW_OFFSET: 'P1D', NODE_ENV: 'production' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['TZ_NAME', { TZ_NAME: 'Asia/Atlantis' }],
    ['DATA_DIR', { DATA_DIR: '/dev/null/data' }],
  ])('%s, %o: one line that names it, and exit code 2', async (name, env) => {
    const { code, stdout, stderr } = await installation.startInVain(env)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${name} .+\n$`))
    expect(stderr).not.toContain('secret_of')
  })

  it('a command refuses a wrong setting in the same way', async () => {
    const { code, stdout, stderr } = await installation.cli(['events', 'list'], { env: { PORT: 'eighty' } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^PORT .+\n$/)
  })

  it('a .env file counts, and the environment counts more', async () => {
    await writeFile(join(installation.folder, '.env'), 'LOG_LEVEL=loud\n')
    const fromFile = await installation.startInVain()
    expect(fromFile.stderr).toMatch(/^LOG_LEVEL .+\n$/)
    const server = await installation.start({ LOG_LEVEL: 'warn' })
    await writeFile(join(installation.folder, '.env'), '')
    expect(await server.stop()).toEqual({ code: 0, signal: null })
  })

  it('a port that is taken', async () => {
    const taken = createServer().listen(installation.port, '127.0.0.1')
    const { code, stderr } = await installation.startInVain()
    taken.close()
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(`^PORT .*${installation.port}.*\n$`))
  })

  it('another SECRET_KEY than the data belong to', async () => {
    const { code, stderr } = await installation.startInVain({ SECRET_KEY: 'ab'.repeat(32) })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^SECRET_KEY .+\n$/)
  })

  it('a database that takes the connection and says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const { code, stderr } = await installation.startInVain({
      DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/x`,
    })
    silent.close()
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/^DATABASE_URL .+\n$/)
  })

  it('a database that is not there', async () => {
    const { code, stderr } = await installation.startInVain({
      DATABASE_URL: 'postgres://somebody:secret_of_the_db@127.0.0.1:9/nothing',
    })
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/^DATABASE_URL .+\n$/)
    expect(stderr).not.toContain('secret_of')
  })
})

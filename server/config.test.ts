import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig, readEnvironment } from './config.ts'

const units = new Set(['hoan-kiem', 'ba-dinh', 'dong-anh'])
const load = (environment: NodeJS.ProcessEnv) => loadConfig(environment, units)
const secret = Buffer.alloc(32, 7)

describe('loadConfig', () => {
  it('needs nothing', () => {
    expect(load({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: resolve('data'),
      knowledgeDir: resolve('data/knowledge'),
      databaseUrl: undefined,
      redisUrl: undefined,
      secretKey: undefined,
      trustProxy: undefined,
      metricsToken: undefined,
      roles: new Set(['http', 'bots', 'workers']),
      units: ['hoan-kiem', 'ba-dinh', 'dong-anh'],
      telegram: undefined,
      zaloOa: undefined,
      zaloPersonal: { credentials: undefined, gateway: undefined, strangersPerDay: 40 },
      oneStop: undefined,
      dossiersPushSecret: undefined,
      nowOffset: undefined,
      logLevel: 'info',
    })
  })

  it('counts an empty setting as not given', () => {
    expect(load({ PORT: '', UNITS: ' ', TELEGRAM_BOT_TOKEN: '', TELEGRAM_MODE: '' })).toEqual(load({}))
  })

  it('reads what is given', () => {
    const config = load({
      PORT: '0',
      PUBLIC_URL: 'https://motcua.example.vn/',
      ROLES: 'bots, http',
      UNITS: 'dong-anh,dong-anh',
      DATABASE_URL: 'postgresql:///motcua?host=/run/postgresql',
      TRUST_PROXY: 'loopback, 10.0.0.0/8, ::1',
      NOW_OFFSET: '-P3D',
      SECRET_KEY: secret.toString('hex'),
    })
    expect(config).toMatchObject({
      port: 0,
      publicUrl: 'https://motcua.example.vn',
      roles: new Set(['http', 'bots']),
      units: ['dong-anh'],
      databaseUrl: 'postgresql:///motcua?host=/run/postgresql',
      trustProxy: 'loopback,10.0.0.0/8,::1',
      nowOffset: '-P3D',
    })
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '80 80'],
    ['PORT', '1e3'],
    ['HOST', 'http://localhost'],
    ['PUBLIC_URL', 'motcua.example.vn'],
    ['PUBLIC_URL', 'ftp://motcua.example.vn'],
    ['PUBLIC_URL', 'https://motcua.example.vn/?a=b'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost:5432'],
    ['REDIS_URL', 'http://localhost'],
    ['SECRET_KEY', 'short'],
    ['SECRET_KEY', secret.subarray(1).toString('base64')],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['METRICS_TOKEN', 'có dấu'],
    ['ROLES', 'http,admin'],
    ['ROLES', ',,'],
    ['UNITS', 'hoan-kiem,Không có'],
    ['TELEGRAM_BOT_TOKEN', 'abc'],
    ['TELEGRAM_API_ROOT', 'api.telegram.org'],
    ['TELEGRAM_MODE', 'Webhook'],
    ['TELEGRAM_WEBHOOK_SECRET', 'a b'],
    ['TELEGRAM_WEBHOOK_SECRET', 'a'.repeat(257)],
    ['ONE_STOP_URL', 'motcua.example.vn'],
    ['ONE_STOP_URL', 'https://motcua.example.vn/?unit=1'],
    ['ONE_STOP_URL', 'https://user:password@motcua.example.vn'],
    ['ONE_STOP_TOKEN', 'a b'],
    ['ONE_STOP_EVERY', '9'],
    ['ONE_STOP_EVERY', '86401'],
    ['ONE_STOP_EVERY', '5 minutes'],
    ['ONE_STOP_EVERY', '-PT5M'],
    ['ONE_STOP_EVERY', 'P1M'],
    ['DOSSIERS_PUSH_SECRET', 'x'.repeat(31)],
    ['DOSSIERS_PUSH_SECRET', `${'x'.repeat(31)} y`],
    ['NOW_OFFSET', '26h'],
    ['NOW_OFFSET', 'P300000Y'],
    ['NOW_OFFSET', 'P10000Y'],
    ['NOW_OFFSET', '-P101Y'],
    ['NOW_OFFSET', 'PT9999999999999H'],
    ['LOG_LEVEL', 'verbose'],
    ['TZ_NAME', 'Europe/Paris'],
  ])('refuses a wrong %s in one line that names it and not its value', (name, value) => {
    const failure = caught(() => load({ [name]: value }))
    expect(failure).toMatchObject({ code: 'bad_setting', exit: 2 })
    expect(failure.message).toMatch(new RegExp(`^${name} must .+$`))
    expect(failure.message).not.toContain(value)
  })

  it('names the unit that is none', () => {
    expect(() => load({ UNITS: 'hoan-kiem,hoan-kien' })).toThrow(/^UNITS must .*hoan-kien is none$/)
  })

  it('refuses a moved clock in production', () => {
    expect(() => load({ NODE_ENV: 'production', NOW_OFFSET: 'PT1H' })).toThrow(/^NOW_OFFSET/)
  })
})

describe('the Telegram settings', () => {
  const bot = { TELEGRAM_BOT_TOKEN: '123:abc' }
  const webhook = {
    ...bot,
    TELEGRAM_MODE: 'webhook',
    PUBLIC_URL: 'https://motcua.example.vn',
    TELEGRAM_WEBHOOK_SECRET: 'x-_9',
  }

  it('poll by default', () => {
    expect(load(bot).telegram).toEqual({
      token: '123:abc',
      apiRoot: 'https://api.telegram.org',
      mode: 'polling',
    })
  })

  it('take a webhook with an address and a secret', () => {
    expect(load({ ...webhook, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/' }).telegram).toEqual({
      token: '123:abc',
      apiRoot: 'http://127.0.0.1:8081',
      mode: 'webhook',
      secret: 'x-_9',
    })
  })

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])('take %s', (address) => {
    expect(load({ ...webhook, PUBLIC_URL: address }).telegram?.mode).toBe('webhook')
  })

  it.each(['TELEGRAM_BOT_TOKEN', 'PUBLIC_URL', 'TELEGRAM_WEBHOOK_SECRET'])('want %s too', (name) => {
    const failure = caught(() => load({ ...webhook, [name]: undefined }))
    expect(failure).toMatchObject({ code: 'bad_setting', exit: 2 })
    expect(failure.message).toMatch(new RegExp(`^${name} must be set`))
  })

  it('want https from outside', () => {
    expect(() => load({ ...webhook, PUBLIC_URL: 'http://motcua.example.vn' })).toThrow(
      /^PUBLIC_URL must be https/,
    )
  })
})

describe("the Official Account's settings", () => {
  const app = { ZALO_OA_APP_ID: '4318657068771012646' }

  it('take either secret for both, and the hosts that stand in', () => {
    expect(load({ ...app, ZALO_OA_SECRET: 's' }).zaloOa).toEqual({
      appId: '4318657068771012646',
      appSecret: 's',
      oaSecret: 's',
      refreshToken: undefined,
      apiRoot: 'https://openapi.zalo.me',
      oauthRoot: 'https://oauth.zaloapp.com',
      znsRoot: 'https://business.openapi.zalo.me',
    })
    const roots = { ZALO_OA_API_ROOT: 'http://127.0.0.1:1/', ZALO_OA_OAUTH_ROOT: 'http://127.0.0.1:2' }
    expect(
      load({ ...app, ...roots, ZALO_OA_APP_SECRET: 'a', ZALO_OA_SECRET: 'o', ZALO_OA_REFRESH_TOKEN: 'r' })
        .zaloOa,
    ).toMatchObject({
      appSecret: 'a',
      oaSecret: 'o',
      refreshToken: 'r',
      apiRoot: 'http://127.0.0.1:1',
      oauthRoot: 'http://127.0.0.1:2',
      znsRoot: 'http://127.0.0.1:1',
    })
  })

  it.each([
    [app, /^ZALO_OA_APP_SECRET must be set/],
    [{ ZALO_OA_SECRET: 's' }, /^ZALO_OA_APP_ID must be set with ZALO_OA_SECRET/],
    [{ ZALO_OA_APP_ID: 'app', ZALO_OA_SECRET: 's' }, /^ZALO_OA_APP_ID must be the number/],
    [{ ...app, ZALO_OA_SECRET: 'a b' }, /^ZALO_OA_SECRET must be/],
    [{ ZALO_PERSONAL_STRANGERS_PER_DAY: '-1' }, /^ZALO_PERSONAL_STRANGERS_PER_DAY must be a whole number/],
    [{ ZALO_PERSONAL_GATEWAY: 'ws://127.0.0.1' }, /^ZALO_PERSONAL_GATEWAY must be an http/],
  ])('%j is refused by name', (environment, message) => {
    expect(caught(() => load(environment)).message).toMatch(message)
  })
})

describe("the one-stop system's settings", () => {
  const system = { ONE_STOP_URL: 'https://motcua.example.vn/api/', ONE_STOP_TOKEN: 'sesame' }

  it('ask every five minutes by default', () => {
    const oneStop = { url: 'https://motcua.example.vn/api', token: 'sesame', everySeconds: 300 }
    expect(load(system).oneStop).toEqual(oneStop)
  })

  it.each([
    ['30', 30],
    ['PT90S', 90],
    ['P1D', 86_400],
  ])('take %s for a pause of %d seconds', (text, seconds) => {
    expect(load({ ...system, ONE_STOP_EVERY: text }).oneStop?.everySeconds).toBe(seconds)
  })

  it.each([
    [{ ONE_STOP_URL: system.ONE_STOP_URL }, /^ONE_STOP_TOKEN must be set/],
    [{ ONE_STOP_TOKEN: 'sesame' }, /^ONE_STOP_URL must be set/],
    [{ ...system, ONE_STOP_URL: 'http://motcua.example.vn' }, /^ONE_STOP_URL must be https/],
  ])('%j is refused by name', (environment, message) => {
    expect(caught(() => load(environment)).message).toMatch(message)
  })

  it('may be of this machine without https', () => {
    expect(load({ ...system, ONE_STOP_URL: 'http://127.0.0.1:1' }).oneStop?.url).toBe('http://127.0.0.1:1')
  })
})

describe('readEnvironment', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mot-cua-env-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('lets the real environment outrank the file', () => {
    writeFileSync(join(folder, '.env'), '# a comment\nPORT=1\nHOST="0.0.0.0"\n')
    expect(readEnvironment(folder, { PORT: '2' })).toEqual({ PORT: '2', HOST: '0.0.0.0' })
  })

  it('needs no file', () => {
    expect(readEnvironment(folder, { PORT: '2' })).toEqual({ PORT: '2' })
  })
})

function caught(action: () => unknown): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

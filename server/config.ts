import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { AppError } from './errors.ts'
import { type roles, type Settings, settings } from './settings.ts'

export type Role = (typeof roles)[number]

/** The settings, checked. What was not given and has no default is undefined. */
export type Config = ReturnType<typeof loadConfig>

export type TelegramConfig = { token: string; apiRoot: string } & (
  | { mode: 'polling' }
  | { mode: 'webhook'; secret: string }
)

export interface ZaloOaConfig {
  appId: string
  /** OAuth's `secret_key`. */
  appSecret: string
  /** Signs webhooks. */
  oaSecret: string
  /** As given; the stored pair may be newer. */
  refreshToken: string | undefined
  apiRoot: string
  oauthRoot: string
  znsRoot: string
}

export interface OneStopConfig {
  /** Without a slash at its end. */
  url: string
  token: string
  /** Pause between two looks. */
  everySeconds: number
}

/**
 * The process's environment, and below it the `.env` file of a folder when there is one.
 * @throws AppError when the file cannot be read
 */
export function readEnvironment(folder: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = resolve(folder, '.env')
  if (!existsSync(file)) return environment
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...environment }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('bad_setting', `${file} cannot be read (${code}): correct or remove it`, { cause })
  }
}

/**
 * Checks the settings; `.env.example` tells what each means. An empty one counts as not given.
 * @param knownUnits the slugs that `UNITS` may name
 * @throws AppError naming the first variable that is wrong or missing, and what it must be
 */
export function loadConfig(environment: NodeJS.ProcessEnv, knownUnits: ReadonlySet<string>) {
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const parsed = settings(knownUnits).safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw wrong(`${String(issue?.path[0])} ${issue?.message}`)
  }
  const env = parsed.data
  if (env.NODE_ENV === 'production' && env.NOW_OFFSET)
    throw wrong('NOW_OFFSET is for rehearsals: it must not be set when NODE_ENV=production')
  return {
    port: env.PORT,
    host: env.HOST,
    /** Without a slash at its end. */
    publicUrl: env.PUBLIC_URL,
    /** Absolute. */
    dataDir: env.DATA_DIR,
    /** The operator's own facts; absolute. */
    knowledgeDir: env.KNOWLEDGE_DIR ?? join(env.DATA_DIR, 'knowledge'),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    secretKey: env.SECRET_KEY,
    /** A comma list, as Fastify takes it. */
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    roles: env.ROLES as ReadonlySet<Role>,
    /** Slugs of the units served; never empty. */
    units: env.UNITS as readonly string[],
    telegram: telegramConfig(env),
    zaloOa: zaloOaConfig(env),
    zaloPersonal: {
      /** Absolute. */
      credentials: env.ZALO_PERSONAL_CREDENTIALS,
      gateway: env.ZALO_PERSONAL_GATEWAY,
      strangersPerDay: env.ZALO_PERSONAL_STRANGERS_PER_DAY,
    },
    oneStop: oneStopConfig(env),
    /** Signs what systems send to `/webhooks/dossiers`. */
    dossiersPushSecret: env.DOSSIERS_PUSH_SECRET,
    /** ISO 8601 duration. */
    nowOffset: env.NOW_OFFSET,
    logLevel: env.LOG_LEVEL,
  }
}

function telegramConfig(env: Settings): TelegramConfig | undefined {
  if (!env.TELEGRAM_BOT_TOKEN) {
    if (env.TELEGRAM_MODE === 'webhook')
      throw wrong('TELEGRAM_BOT_TOKEN must be set for TELEGRAM_MODE=webhook')
    return undefined
  }
  const bot = { token: env.TELEGRAM_BOT_TOKEN, apiRoot: env.TELEGRAM_API_ROOT }
  if (env.TELEGRAM_MODE === 'polling') return { ...bot, mode: 'polling' }
  if (!env.PUBLIC_URL) throw wrong('PUBLIC_URL must be set for TELEGRAM_MODE=webhook: Telegram calls it')
  if (!isSafe(env.PUBLIC_URL))
    throw wrong('PUBLIC_URL must be https for TELEGRAM_MODE=webhook (plain http only on loopback)')
  if (!env.TELEGRAM_WEBHOOK_SECRET)
    throw wrong(
      'TELEGRAM_WEBHOOK_SECRET must be set for TELEGRAM_MODE=webhook: any 1 to 256 of A-Z, a-z, 0-9, _ and -',
    )
  return { ...bot, mode: 'webhook', secret: env.TELEGRAM_WEBHOOK_SECRET }
}

/** One secret alone serves as both: not every app has two. */
function zaloOaConfig(env: Settings): ZaloOaConfig | undefined {
  const { ZALO_OA_APP_ID: appId, ZALO_OA_APP_SECRET: app, ZALO_OA_SECRET: oa } = env
  if (!appId) {
    const stray = (['ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET', 'ZALO_OA_REFRESH_TOKEN'] as const).find(
      (name) => env[name] !== undefined,
    )
    if (stray) throw wrong(`ZALO_OA_APP_ID must be set with ${stray}: the number of the app at Zalo`)
    return undefined
  }
  const appSecret = app ?? oa
  const oaSecret = oa ?? app
  if (!appSecret || !oaSecret)
    throw wrong("ZALO_OA_APP_SECRET must be set with ZALO_OA_APP_ID: the app's secret key at Zalo")
  return {
    appId,
    appSecret,
    oaSecret,
    refreshToken: env.ZALO_OA_REFRESH_TOKEN,
    apiRoot: env.ZALO_OA_API_ROOT ?? 'https://openapi.zalo.me',
    oauthRoot: env.ZALO_OA_OAUTH_ROOT,
    znsRoot: env.ZALO_OA_ZNS_ROOT ?? env.ZALO_OA_API_ROOT ?? 'https://business.openapi.zalo.me',
  }
}

/** What comes from there names people, and the token opens it: in the clear only on this machine. */
function oneStopConfig(env: Settings): OneStopConfig | undefined {
  const { ONE_STOP_URL: url, ONE_STOP_TOKEN: token, ONE_STOP_EVERY: everySeconds } = env
  if (!url) {
    if (token) throw wrong('ONE_STOP_URL must be set with ONE_STOP_TOKEN: where the one-stop system answers')
    return undefined
  }
  if (!token) throw wrong("ONE_STOP_TOKEN must be set with ONE_STOP_URL: the token of the city's system")
  if (!isSafe(url)) throw wrong('ONE_STOP_URL must be https (plain http only on loopback)')
  return { url, token, everySeconds }
}

function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function wrong(message: string): AppError {
  return new AppError('bad_setting', message)
}

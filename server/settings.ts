import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { decodeSecret } from './secret.ts'

export const roles = ['http', 'bots', 'workers'] as const
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const hanoi = 'Asia/Ho_Chi_Minh'
/** Further off, neither the database nor the calendar can follow. */
const furthestYears = 100
/** Between two looks at the one-stop system, in seconds. */
const shortestPause = 10
const longestPause = 86_400
const named = ['loopback', 'linklocal', 'uniquelocal']

/**
 * Each setting by itself. The messages follow the variable's name; they quote nothing, since a value put into
 * the wrong variable may be a secret.
 */
export function settings(knownUnits: ReadonlySet<string>) {
  return z.object({
    NODE_ENV: z.string().optional(),
    PORT: z
      .string()
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'must be a port, 0 to 65535')
      .default('8080')
      .transform(Number),
    HOST: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be an address or a host name, such as 0.0.0.0')
      .default('127.0.0.1'),
    PUBLIC_URL: address(
      ['http:', 'https:'],
      'must be the address people reach the server at, such as https://example.vn',
    )
      .refine((text) => !/[?#]/.test(text), 'must be an address without ? and #')
      .transform((text) => text.replace(/\/+$/, ''))
      .optional(),
    DATA_DIR: z
      .string()
      .default('data')
      .transform((path) => resolve(path)),
    KNOWLEDGE_DIR: z
      .string()
      .transform((path) => resolve(path))
      .optional(),
    DATABASE_URL: address(
      ['postgres:', 'postgresql:'],
      'must be an address such as postgres://user:password@host:5432/database (% before special characters of the password)',
    ).optional(),
    REDIS_URL: address(['redis:', 'rediss:'], 'must be an address such as redis://host:6379').optional(),
    SECRET_KEY: z
      .string()
      .refine(
        (text) => decodeSecret(text) !== null,
        'must be at least 32 random bytes, base64 or hex (openssl rand -base64 32)',
      )
      .optional(),
    TRUST_PROXY: list(
      (part) => named.includes(part) || isNetwork(part),
      'must be a comma list of addresses or networks, such as loopback,10.0.0.0/8',
    )
      .transform((parts) => parts.join(','))
      .optional(),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\x21-\x7e]+$/, 'must be plain characters without spaces')
      .optional(),
    ROLES: list((part) => roles.some((role) => role === part), `must be a comma list of ${roles.join(', ')}`)
      .transform((parts) => new Set(roles.filter((role) => parts.includes(role))))
      .default(new Set(roles)),
    UNITS: list(
      (part) => knownUnits.has(part),
      'must be a comma list of unit slugs, such as hoan-kiem',
      // A slug is no secret, and among many it is hard to find.
      (part) => (/^[a-z-]{1,40}$/.test(part) ? `: ${part} is none` : ''),
    )
      .transform((parts) => [...new Set(parts)])
      .default([...knownUnits]),
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]+$/, "must be the token that Telegram's BotFather gave")
      .optional(),
    TELEGRAM_API_ROOT: httpRoot().default('https://api.telegram.org'),
    TELEGRAM_MODE: z.enum(['polling', 'webhook'], { error: 'must be polling or webhook' }).default('polling'),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 of A-Z, a-z, 0-9, _ and -')
      .optional(),
    ZALO_OA_APP_ID: z
      .string()
      .regex(/^\d{1,32}$/, 'must be the number of the app at Zalo')
      .optional(),
    ZALO_OA_APP_SECRET: zaloSecret("must be the app's secret key, without spaces").optional(),
    ZALO_OA_SECRET: zaloSecret("must be the OA's secret key for webhooks, without spaces").optional(),
    ZALO_OA_REFRESH_TOKEN: zaloSecret('must be a refresh token of the OA, without spaces').optional(),
    ZALO_OA_API_ROOT: httpRoot().optional(),
    ZALO_OA_OAUTH_ROOT: httpRoot().default('https://oauth.zaloapp.com'),
    ZALO_OA_ZNS_ROOT: httpRoot().optional(),
    ZALO_PERSONAL_CREDENTIALS: z
      .string()
      .transform((path) => resolve(path))
      .optional(),
    ZALO_PERSONAL_GATEWAY: httpRoot().optional(),
    ZALO_PERSONAL_STRANGERS_PER_DAY: z
      .string()
      .refine((text) => /^\d{1,4}$/.test(text), 'must be a whole number, 0 to 9999')
      .default('40')
      .transform(Number),
    ONE_STOP_URL: httpRoot()
      .refine((text) => !/[?#@]/.test(text), 'must be an address without ?, # and @')
      .optional(),
    ONE_STOP_TOKEN: z
      .string()
      .regex(/^[\x21-\x7e]{1,4096}$/, "must be the token of the city's one-stop system, without spaces")
      .optional(),
    ONE_STOP_EVERY: z
      .string()
      .refine(
        (text) => isWithin(readSeconds(text), shortestPause, longestPause),
        'must be an ISO 8601 duration or whole seconds, 10 seconds to a day, such as PT5M or 300',
      )
      .default('PT5M')
      .transform(readSeconds),
    DOSSIERS_PUSH_SECRET: z
      .string()
      .regex(/^[\x21-\x7e]{32,4096}$/, 'must be at least 32 plain characters without spaces')
      .optional(),
    NOW_OFFSET: z
      .string()
      .refine(
        isDuration,
        `must be an ISO 8601 duration of at most ${furthestYears} years, such as PT26H or -P3D`,
      )
      .optional(),
    LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
    TZ_NAME: z
      .string()
      .refine(
        (text) => text === hanoi,
        `must be ${hanoi}: the rules are Hanoi's, and so are their days and office hours`,
      )
      .default(hanoi),
  })
}

export type Settings = z.infer<ReturnType<typeof settings>>

/** Without a slash at its end. */
function httpRoot() {
  return address(['http:', 'https:'], 'must be an http or https address').transform((text) =>
    text.replace(/\/+$/, ''),
  )
}

function zaloSecret(message: string) {
  return z.string().regex(/^[\x21-\x7e]{1,4096}$/, message)
}

function address(protocols: string[], message: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), message)
}

function list(
  isRight: (part: string) => boolean,
  message: string,
  more: (wrong: string) => string = () => '',
) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .superRefine((parts, context) => {
      const wrong = parts.length === 0 ? '' : parts.find((part) => !isRight(part))
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: `${message}${more(wrong)}` })
    })
}

function isNetwork(text: string): boolean {
  const [ip = '', bits, ...rest] = text.split('/')
  const version = isIP(ip)
  if (version === 0 || rest.length > 0) return false
  // Not 0: whoever trusts everybody trusts nobody's word for who they are, and the web server refuses it.
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function isDuration(text: string): boolean {
  try {
    const relativeTo = Temporal.PlainDate.from('2026-01-01')
    return Math.abs(Temporal.Duration.from(text).total({ unit: 'years', relativeTo })) <= furthestYears
  } catch {
    return false
  }
}

/** @returns NaN for what is neither whole seconds nor an ISO 8601 duration */
function readSeconds(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  try {
    return Temporal.Duration.from(text).total({ unit: 'seconds', relativeTo: '2026-01-01' })
  } catch {
    return Number.NaN
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

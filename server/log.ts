import { type DestinationStream, destination, type Logger, pino } from 'pino'

export type Log = Logger

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/**
 * Names under which a secret or something personal could reach a log by mistake. The rule is not to pass them
 * at all (people are named by their conversation's pseudonym); this is the net below it.
 */
const censored = [
  'token',
  'secret',
  'password',
  'cookie',
  'cookies',
  'authorization',
  'headers',
  'phone',
  'text',
  'caption',
  'url',
]

/**
 * The process's log: JSON lines with the time in ISO 8601 and the level as a word.
 * @param to `stdout` for the server; `stderr` for commands, whose stdout belongs to their result; a stream in tests
 */
export function createLog(level: LogLevel, to: 'stdout' | 'stderr' | DestinationStream = 'stdout'): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: censored.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      serializers: { err: describeError },
    },
    typeof to === 'string' ? destination({ fd: to === 'stdout' ? 1 : 2, sync: true }) : to,
  )
}

/** What a log keeps of an error. Other properties stay out: a database error's `detail` quotes the row. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

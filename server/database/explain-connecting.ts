import { AppError } from '../errors.ts'

/** Nobody listens, nobody answers, no such host or socket; still starting, or no room for one more. */
const away = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ENOENT|57P03|53300)$/

/**
 * Why the server that DATABASE_URL names cannot be used, without anything of the address, which holds a
 * password; anything that has another reason as it came.
 */
export function explainConnecting(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (/^(28\d\d\d|3D000|42501)$/.test(code)) {
    const message = `DATABASE_URL is refused by the server (${code}): check user, password, database and rights`
    return new AppError('bad_setting', message, { cause })
  }
  if (away.test(code) || (cause instanceof Error && /timeout|terminated/i.test(cause.message))) {
    const message = `DATABASE_URL cannot be reached (${code || 'no answer'}): check host and port, and that it runs`
    return new AppError('unavailable', message, { cause })
  }
  return cause
}

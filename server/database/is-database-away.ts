const transient = new Set(['08', '53', '57', '58'])
const conflicts = new Set(['40001', '40P01', '55P03'])
const network =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOTFOUND|EMFILE|ENFILE)$/
/** The journal of erasures lies on a disk as well. */
const disk = /^(ENOSPC|EDQUOT|EROFS)$/

/**
 * Whether a failure is the database's and not of what was asked: it vanished, is starting, has no room, or broke
 * a conflict. Such work is done again and never held against an event.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (network.test(code) || disk.test(code) || ('syscall' in error && error.syscall === 'connect'))
    return true
  if (code === '57014') return false
  if (/^[0-9A-Z]{5}$/.test(code)) return transient.has(code.slice(0, 2)) || conflicts.has(code)
  return (
    !code && /connection|timeout exceeded|read timeout|not queryable|client was closed/i.test(error.message)
  )
}

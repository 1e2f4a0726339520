/**
 * Whose disk has no room left, if that is what failed: the database's (SQLSTATE 53100, `disk_full`), or our own, on
 * which the journal of erasures lies.
 */
export function isDiskFull(error: unknown): 'database' | 'own' | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '53100') return 'database'
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' ? 'own' : undefined
}

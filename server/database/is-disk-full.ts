/** Whether the database refuses to write because its disk is full: SQLSTATE 53100, `disk_full`. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '53100'
}

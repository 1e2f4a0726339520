/** Where something was thrown and what, without its message, which may quote what a person wrote. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `threw a ${typeof error}`
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?([^()\s]+:\d+):\d+\)?/.exec(error.stack ?? '')
  const place = frame?.[1]?.split('/').slice(-3).join('/')
  return `${error.name}${code}${place ? ` at ${place}` : ''}`.slice(0, 300)
}

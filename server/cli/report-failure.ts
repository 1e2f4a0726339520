import { AppError } from '../errors.ts'

/**
 * Says on one line of stderr why a command failed and what to do.
 * @returns the exit code: 1 refused or failed, 2 wrong usage or setting
 */
export function reportFailure(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  return error instanceof AppError ? error.exit : 1
}

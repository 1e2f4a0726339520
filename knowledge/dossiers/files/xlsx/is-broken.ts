import { AppError } from '../../../../server/errors.ts'

/** A workbook that does not hold what its own parts say it does. What broke it is the cause, for a log. */
export function isBroken(cause?: unknown): AppError {
  return cause instanceof AppError
    ? cause
    : new AppError('bad_data', 'the workbook is broken: open it and save it again as XLSX', { cause })
}

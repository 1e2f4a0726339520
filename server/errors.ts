/**
 * The one catalogue of errors. `exit` is a command's exit code, `status` the HTTP one. The text a person
 * sees is in `server/http/error-texts.ts`; `message` is for logs and operators.
 */
const catalogue = {
  bad_setting: { status: 500, exit: 2 },
  bad_usage: { status: 400, exit: 2 },
  bad_data: { status: 500, exit: 1 },
  bad_request: { status: 400, exit: 1 },
  unauthorised: { status: 401, exit: 1 },
  forbidden: { status: 403, exit: 1 },
  not_found: { status: 404, exit: 1 },
  gone: { status: 410, exit: 1 },
  conflict: { status: 409, exit: 1 },
  too_large: { status: 413, exit: 1 },
  too_many: { status: 429, exit: 1 },
  unavailable: { status: 503, exit: 1 },
  internal: { status: 500, exit: 1 },
} as const

export type ErrorCode = keyof typeof catalogue

/** An error with a stable code; anything else that is thrown is a defect. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly exit: number

  /** @param message what happened and what to do next, for an operator: one line, nothing personal */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.status = catalogue[code].status
    this.exit = catalogue[code].exit
  }
}

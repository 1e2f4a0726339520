import { type AnyFaultRule, createFaultRules } from '../fault-rules.ts'

/** What goes wrong with a call. `when` says whether the call takes effect first (`after`) or not (`before`). */
export type Fault =
  | { kind: 'status'; status: number; body?: 'json' | 'html' | 'empty'; location?: string }
  /** Zalo's own way: HTTP 200 with a negative number. */
  | { kind: 'error'; error: number; message?: string }
  /** The socket is cut instead of an answer. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** The answer is held back; `before` also holds back the effect. */
  | { kind: 'hang'; ms: number; when: 'before' | 'after' }

export type Endpoint =
  | 'access_token'
  | 'cs'
  | 'transaction'
  | 'promotion'
  | 'upload_image'
  | 'upload_file'
  | 'getoa'
  | 'template'

export interface FaultRule extends AnyFaultRule {
  fault: Fault
  /** Only calls of this endpoint. */
  endpoint?: Endpoint
  /** Only messages to this person. */
  user?: string
}

export type Faults = ReturnType<typeof createFaults>

/** The rules of what fails, the first that matches strikes. */
export const createFaults = () =>
  createFaultRules(
    (rule: FaultRule, endpoint: Endpoint, user: string | undefined) =>
      (rule.endpoint === undefined || rule.endpoint === endpoint) &&
      (rule.user === undefined || rule.user === user),
  )

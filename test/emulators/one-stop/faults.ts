import { type AnyFaultRule, createFaultRules } from '../fault-rules.ts'

/** What goes wrong with a call. */
export type Fault =
  | { kind: 'status'; status: number; retryAfter?: string; location?: string }
  /** A page for people, with status 200. */
  | { kind: 'html' }
  /** The answer ends in the middle, as if that were all of it. */
  | { kind: 'half' }
  /** The socket is cut: instead of an answer, or in the middle of the body. */
  | { kind: 'reset'; when: 'before' | 'body' }
  /** Nothing comes; with `body`, nothing more after the first half. */
  | { kind: 'hang'; when: 'before' | 'body' }
  /** The first page whatever the cursor, and more to come. @property moving whether its cursor changes each time */
  | { kind: 'same'; moving?: true }
  /** The page is right, and from the second on its cursor is the one of the beginning, `c0`. */
  | { kind: 'backwards' }
  /** A body that does not end. */
  | { kind: 'endless' }
  /** These bytes with status 200. */
  | { kind: 'body'; body: string }

export type Service = 'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC'

export interface FaultRule extends AnyFaultRule {
  fault: Fault
  /** Only calls of this service. */
  service?: Service
}

export const createFaults = () =>
  createFaultRules(
    (rule: FaultRule, service: Service) => rule.service === undefined || rule.service === service,
  )

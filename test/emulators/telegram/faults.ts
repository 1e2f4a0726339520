import { type AnyFaultRule, createFaultRules } from '../fault-rules.ts'

/** What goes wrong with a call. `when` says whether the call takes effect first (`after`) or not (`before`). */
export type Fault =
  | {
      kind: 'status'
      status: number
      description?: string
      retryAfter?: number
      body?: 'json' | 'html' | 'empty'
    }
  /** The socket is cut instead of an answer. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** The answer is held back; `before` also holds back the effect. */
  | { kind: 'hang'; ms: number; when: 'before' | 'after' }

export interface FaultRule extends AnyFaultRule {
  fault: Fault
  /** Only calls of this method. */
  method?: string
  /** Only calls that concern this chat. */
  chat?: number
}

export type Faults = ReturnType<typeof createFaults>

/** The rules of what fails, the first that matches strikes. */
export const createFaults = () =>
  createFaultRules(
    (rule: FaultRule, method: string, chat: number | undefined) =>
      (rule.method === undefined || rule.method === method) &&
      (rule.chat === undefined || rule.chat === chat),
  )

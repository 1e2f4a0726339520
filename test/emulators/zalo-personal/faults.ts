import { type AnyFaultRule, createFaultRules } from '../fault-rules.ts'

/** What goes wrong with a call. `when` says whether the call takes effect first (`after`) or not (`before`). */
export type Fault =
  /** A refusal in Zalo's own words, in the reply's envelope or inside what is encrypted. */
  | { kind: 'error'; code: number; message: string; where?: 'outside' | 'inside' }
  | { kind: 'status'; status: number; body?: string }
  /** Answered 200, with something that is no JSON. */
  | { kind: 'junk'; when: 'before' | 'after' }
  /** The socket is cut instead of an answer. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** The answer is held back, for good unless `ms` is told; `before` also holds back the effect. */
  | { kind: 'hang'; when: 'before' | 'after'; ms?: number }

export interface FaultRule extends AnyFaultRule {
  fault: Fault
  /** Only calls whose path is this, or matches it. */
  path?: string | RegExp
  /** Only calls that concern this person or group. */
  to?: string
}

/** What Zalo is known to say when it doesn't want to. */
export const refusals = {
  tooMany: { kind: 'error', code: 221, message: 'Bạn đã gửi quá nhiều yêu cầu. Vui lòng thử lại sau.' },
  strangers: { kind: 'error', code: 122, message: 'Bạn chưa thể gửi tin nhắn đến người này.' },
  strangersOnly: { kind: 'error', code: 123, message: 'Người này không nhận tin nhắn từ người lạ.' },
  session: { kind: 'error', code: 102, message: 'Phiên đăng nhập không hợp lệ.' },
  noCookie: { kind: 'error', code: 600, message: 'zpw_sek bị thiếu hoặc không đúng' },
  banned: { kind: 'error', code: -1, message: 'Tài khoản của bạn đã bị khóa do vi phạm điều khoản sử dụng.' },
} as const satisfies Record<string, Fault>

export type Faults = ReturnType<typeof createFaults>

/** The rules of what fails, the first that matches strikes. */
export const createFaults = () =>
  createFaultRules(
    (rule: FaultRule, path: string, to: string | undefined) =>
      fits(rule.path, path) && (rule.to === undefined || rule.to === to),
  )

function fits(wanted: string | RegExp | undefined, path: string): boolean {
  if (wanted === undefined) return true
  return typeof wanted === 'string' ? wanted === path : wanted.test(path)
}

/** What goes wrong with a call. `when` says whether the call takes effect first (`after`) or not (`before`). */
export type Fault =
  | { kind: 'status'; status: number; body?: 'json' | 'html' | 'empty'; location?: string }
  /** Zalo's own way: HTTP 200 with a negative number. */
  | { kind: 'error'; error: number; message?: string }
  /** The socket is cut instead of an answer. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** The answer is held back; `before` also holds back the effect. */
  | { kind: 'hang'; ms: number; when: 'before' | 'after' }

export type Endpoint = 'access_token' | 'cs' | 'transaction' | 'promotion' | 'getoa' | 'template'

export interface FaultRule {
  fault: Fault
  /** Only calls of this endpoint. */
  endpoint?: Endpoint
  /** Only messages to this person. */
  user?: string
  /** How many calls it strikes, 1 unless told; `Infinity` until it is lifted. */
  times?: number
  /** Strikes only every n-th call that matches. */
  every?: number
}

export type Faults = ReturnType<typeof createFaults>

/** The rules of what fails, the first that matches strikes. */
export function createFaults() {
  const rules: { rule: FaultRule; left: number; seen: number }[] = []
  const struck = new Map<Fault['kind'], number>()
  return {
    struck: struck as ReadonlyMap<Fault['kind'], number>,
    /** @returns lifts the rule */
    add(rule: FaultRule): () => void {
      const entry = { rule, left: rule.times ?? 1, seen: 0 }
      rules.push(entry)
      return () => {
        const at = rules.indexOf(entry)
        if (at >= 0) rules.splice(at, 1)
      }
    },
    clear(): void {
      rules.length = 0
    },
    take(endpoint: Endpoint, user: string | undefined): Fault | undefined {
      for (const [at, entry] of rules.entries()) {
        const { rule } = entry
        if (rule.endpoint !== undefined && rule.endpoint !== endpoint) continue
        if (rule.user !== undefined && rule.user !== user) continue
        entry.seen += 1
        if (rule.every !== undefined && entry.seen % rule.every !== 0) continue
        entry.left -= 1
        if (entry.left <= 0) rules.splice(at, 1)
        struck.set(rule.fault.kind, (struck.get(rule.fault.kind) ?? 0) + 1)
        return rule.fault
      }
      return undefined
    },
  }
}

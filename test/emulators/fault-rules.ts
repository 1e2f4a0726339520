/** What every rule of what fails has, whichever the service. */
export interface AnyFaultRule {
  fault: { kind: string }
  /** How many calls it strikes, 1 unless told; `Infinity` until it is lifted. */
  times?: number
  /** Strikes only every n-th call that matches. */
  every?: number
}

/** The rules of what fails, the first that matches strikes. @param matches whether a rule is about a call */
export function createFaultRules<Rule extends AnyFaultRule, Call extends unknown[]>(
  matches: (rule: Rule, ...call: Call) => boolean,
) {
  type Fault = Rule['fault']
  const rules: { rule: Rule; left: number; seen: number }[] = []
  const struck = new Map<Fault['kind'], number>()
  return {
    struck: struck as ReadonlyMap<Fault['kind'], number>,
    /** @returns lifts the rule */
    add(rule: Rule): () => void {
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
    take(...call: Call): Fault | undefined {
      for (const [at, entry] of rules.entries()) {
        const { rule } = entry
        if (!matches(rule, ...call)) continue
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

import type { Condition, ProcedureVersion } from './schema.ts'

/**
 * Adds to every condition that the questions it names are asked at all. A file says "when the witness's
 * statement is chosen" and need not repeat that only some are asked about witnesses; without that, the
 * condition of a question which was skipped would stay open for ever, and a person would see papers and fees
 * of other people's cases. Once settled, every condition is decided at the end of a guide.
 */
export function settleConditions(version: ProcedureVersion): ProcedureVersion {
  const askedWhen = new Map<string, Condition>()
  const settle = <T extends { when?: Condition | undefined }>(item: T): T =>
    item.when ? { ...item, when: settled(item.when, askedWhen) } : item
  const questions = version.questions.map((question) => {
    const known = settle(question)
    if (known.when) askedWhen.set(known.id, known.when)
    return known
  })
  return {
    ...version,
    questions,
    papers: version.papers.map((paper) => ({
      ...settle(paper),
      not_needed: paper.not_needed.map(settle),
      notes: paper.notes.map(settle),
    })),
    fees: version.fees.map(settle),
    times: version.times.map(settle),
    deadlines: version.deadlines.map(settle),
    notes: version.notes.map(settle),
    links: version.links.map(settle),
  }
}

function settled(condition: Condition, askedWhen: ReadonlyMap<string, Condition>): Condition {
  const guards = new Set<Condition>()
  const lines: Condition = {}
  for (const [key, wanted] of Object.entries(condition)) {
    if (key === 'any_of') lines.any_of = (wanted as Condition[]).map((one) => settled(one, askedWhen))
    else if (key === 'not') lines.not = settled(wanted as Condition, askedWhen)
    else {
      lines[key] = wanted
      const guard = askedWhen.get(key)
      if (guard) guards.add(guard)
    }
  }
  return guards.size > 0 ? all([...guards, lines]) : lines
}

/** Conditions have no "all of": it is "not any that is not". */
function all(conditions: readonly Condition[]): Condition {
  return { not: { any_of: conditions.map((one) => ({ not: one })) } }
}

/** A settled condition as its file wrote it: without the guards of the questions it names, at any depth. */
export function asWritten(condition: Condition): Condition {
  const conjuncts = condition.not?.any_of?.map((one) => one.not)
  const written = conjuncts?.at(-1) ?? condition
  return {
    ...written,
    ...(written.any_of ? { any_of: written.any_of.map(asWritten) } : {}),
    ...(written.not ? { not: asWritten(written.not) } : {}),
  }
}

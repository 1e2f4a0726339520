import type { AspectWordings, EmergencyNumber, IntentWordings, MatchingData } from './load-matching-data.ts'
import type { Aspect, Intent } from './match.ts'
import type { Query } from './read-query.ts'
import { findWordings, indexWordings, type Wording } from './wording.ts'

/** An intent that a text holds, with how many of its words say so. */
export interface FoundIntent {
  intent: Intent
  wins: IntentWordings['wins']
  size: number
  call?: EmergencyNumber
}

const rank = { always: 0, over_procedures: 1, unless_named: 2, alone: 3 } as const

/** Prepares the finding of intents; those found come strongest first. */
export function createIntentFinder(data: MatchingData): (query: Query) => FoundIntent[] {
  type Value = { from: IntentWordings; call?: EmergencyNumber; kind: 'says' | 'unless' | 'never' }
  const index = indexWordings(
    data.intents.flatMap((from) => [
      ...from.wordings.map(({ wording, call }): [Wording, Value] => [wording, { from, call, kind: 'says' }]),
      ...from.unless.map((wording): [Wording, Value] => [wording, { from, kind: 'unless' }]),
      ...from.neverBeside.map((wording): [Wording, Value] => [wording, { from, kind: 'never' }]),
    ]),
  )
  return (query) => {
    const found = findWordings(query.words, index)
    const byIntent = new Map<Intent, FoundIntent>()
    for (const { value, from, to, size } of found) {
      const { intent, wins } = value.from
      const denied = found.some(
        (other) =>
          other.value.from === value.from &&
          (other.value.kind === 'never' ||
            (other.value.kind === 'unless' && other.from < to && other.to > from)),
      )
      const kept = byIntent.get(intent)
      if (value.kind !== 'says' || denied || (kept && !outweighs({ size, call: value.call }, kept))) continue
      byIntent.set(intent, { intent, wins, size, ...(value.call ? { call: value.call } : {}) })
    }
    return [...byIntent.values()].sort((a, b) => rank[a.wins] - rank[b.wins] || b.size - a.size)
  }
}

/** What names the danger ("cháy nhà") says more than a cry for help, however long. */
function outweighs(one: Pick<FoundIntent, 'size' | 'call'>, other: FoundIntent): boolean {
  if ((one.call === undefined) !== (other.call === undefined)) return one.call !== undefined
  return one.size > other.size
}

/** Prepares the finding of the part of a procedure that is asked for; the longest wording wins, then the data's order. */
export function createAspectFinder(aspects: readonly AspectWordings[]): (query: Query) => Aspect | null {
  const index = indexWordings(
    aspects.flatMap(({ aspect, wordings }) =>
      wordings.map((wording): [Wording, Aspect] => [wording, aspect]),
    ),
  )
  return (query) => {
    let best: { aspect: Aspect; size: number } | null = null
    for (const { value, size } of findWordings(query.words, index)) {
      if (!best || size > best.size) best = { aspect: value, size }
    }
    return best?.aspect ?? null
  }
}

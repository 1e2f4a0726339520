import type { AspectWordings, EmergencyNumber, IntentWordings, MatchingData } from './load-matching-data.ts'
import type { Aspect, FeedbackKind, Intent } from './match.ts'
import type { Word } from './read-words.ts'
import { findWordings, indexWordings, type Span, type Wording } from './wording.ts'

/** An intent that a text holds, with how many of its words say so. */
export interface FoundIntent {
  intent: Intent
  wins: IntentWordings['wins']
  size: number
  call?: EmergencyNumber
  /** Where its wordings stand. */
  spans: readonly Span[]
  /** Which of the four kinds of feedback it is, if the wording says. */
  kind?: FeedbackKind
}

const rank = { always: 0, over_procedures: 1, unless_named: 2, alone: 3 } as const

/** Prepares the finding of intents; those found come strongest first. */
export function createIntentFinder(data: MatchingData): (words: readonly Word[]) => FoundIntent[] {
  type Value = {
    from: IntentWordings
    call?: EmergencyNumber
    kind?: FeedbackKind
    role: 'says' | 'unless' | 'never'
  }
  const index = indexWordings(
    data.intents.flatMap((from) => [
      ...from.wordings.map(({ wording, call, kind }): [Wording, Value] => [
        wording,
        { from, call, kind, role: 'says' },
      ]),
      ...from.unless.map((wording): [Wording, Value] => [wording, { from, role: 'unless' }]),
      ...from.neverBeside.map((wording): [Wording, Value] => [wording, { from, role: 'never' }]),
    ]),
  )
  return (words) => {
    const found = findWordings(words, index)
    const byIntent = new Map<Intent, FoundIntent>()
    for (const { value, from, to, size } of found) {
      const { intent, wins } = value.from
      const denied = found.some(
        (other) =>
          other.value.from === value.from &&
          (other.value.role === 'never' ||
            (other.value.role === 'unless' && other.from < to && other.to > from)),
      )
      const kept = byIntent.get(intent)
      if (value.role !== 'says' || denied) continue
      const spans = [...(kept?.spans ?? []), { from, to }]
      if (kept && !outweighs({ size, call: value.call, kind: value.kind }, kept)) {
        byIntent.set(intent, { ...kept, spans })
        continue
      }
      byIntent.set(intent, {
        intent,
        wins,
        size,
        spans,
        ...(value.call ? { call: value.call } : {}),
        ...(value.kind ? { kind: value.kind } : {}),
      })
    }
    return [...byIntent.values()].sort((a, b) => rank[a.wins] - rank[b.wins] || b.size - a.size)
  }
}

/** What names the danger ("cháy nhà") or the kind ("rác") says more than a cry for help or "phản ánh", however long. */
function outweighs(one: Telling, other: Telling): boolean {
  const telling = ({ call, kind }: Telling) => call !== undefined || kind !== undefined
  if (telling(one) !== telling(other)) return telling(one)
  return one.size > other.size
}
type Telling = Pick<FoundIntent, 'size' | 'call' | 'kind'>

/** Prepares the finding of the part of a procedure that is asked for; the longest wording wins, then the data's order. */
export function createAspectFinder(
  aspects: readonly AspectWordings[],
): (words: readonly Word[]) => Aspect | null {
  const index = indexWordings(
    aspects.flatMap(({ aspect, wordings }) =>
      wordings.map((wording): [Wording, Aspect] => [wording, aspect]),
    ),
  )
  return (words) => {
    let best: { aspect: Aspect; size: number } | null = null
    for (const { value, size } of findWordings(words, index)) {
      if (!best || size > best.size) best = { aspect: value, size }
    }
    return best?.aspect ?? null
  }
}

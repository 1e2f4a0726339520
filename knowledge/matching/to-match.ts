import type { Found } from './create-candidates.ts'
import type { Aspect, FeedbackKind, Intent, Match } from './match.ts'
import type { MatchEntry } from './prepare-procedure.ts'
import type { Scored } from './score-candidates.ts'

interface Judged {
  decision: Match['decision']
  scored: Scored
  found: Found
  /** Procedures that come first, in this order, whatever their likelihood. */
  first: readonly MatchEntry[]
  /** Greetings and thanks that go with what is asked. */
  courtesies: readonly Intent[]
  aspect: Aspect | null
  lifeEvent?: string
}

const most = 5
/** Less likely ones are not worth showing, beside an intent still less. */
const offered = 0.004
const offeredBesideIntent = 0.03
/** What no wording says but was learnt is named from here on, beside what is answered. */
const heard = 0.15

/** Puts what was found into the form that conversations go by. */
export function toMatch(judged: Judged): Match {
  const { scored, found, aspect } = judged
  const decision = decide(judged)
  const intents = intentsOf(judged, decision)
  const procedures = decision === 'none' ? [] : proceduresOf(judged, decision)
  const [intent = null] = intents
  const rule = found.intents.find((one) => one.intent === intent)
  const [best] = procedures
  const former = scored.procedures.find(({ prepared }) => prepared.entry.code === best?.code)?.lexical.former
  const also = decision === 'procedure' ? judged.first.slice(1).map(({ code }) => code) : []
  return {
    decision,
    procedures,
    intent,
    intents,
    aspect,
    ...(rule?.call ? { call: rule.call } : {}),
    ...(judged.lifeEvent === undefined ? {} : { lifeEvent: judged.lifeEvent }),
    ...(also.length > 0 ? { also } : {}),
    ...(former === undefined ? {} : { formerName: former }),
    ...(intents.includes('feedback') ? { feedback: kindOf(judged) } : {}),
    ...(decision === 'none' && scored.referral ? { referral: scored.referral } : {}),
  }
}

/** A cry for help comes first whatever else is said, and what tells of an event is asked about, not passed over. */
function decide({ decision, scored, found, first, lifeEvent }: Judged): Match['decision'] {
  if (found.intents.some(({ wins }) => wins === 'always')) return 'intent'
  if (first.length > 1) return 'procedure'
  if (decision === 'none' && lifeEvent !== undefined && scored.procedures.length > 0) return 'choices'
  return decision
}

function intentsOf({ scored, found, courtesies }: Judged, decision: Match['decision']): Intent[] {
  const [best] = scored.intents
  const always = found.intents.filter(({ wins }) => wins === 'always').map(({ intent }) => intent)
  const likely = scored.intents
    .filter((one) => one.found || (one.likely >= heard && one.intent !== 'emergency'))
    .map(({ intent }) => intent)
  return [
    ...new Set([
      ...always,
      ...(decision === 'intent' && best ? [best.intent] : []),
      ...likely,
      ...courtesies,
    ]),
  ]
}

function proceduresOf({ scored, first }: Judged, decision: Match['decision']): Match['procedures'] {
  const floor = decision === 'intent' ? offeredBesideIntent : offered
  const codes = first.map(({ code }) => code)
  const others = scored.procedures.flatMap(({ prepared: { entry }, likely }) =>
    likely >= floor && !codes.includes(entry.code) ? [{ ...entry, likely }] : [],
  )
  const likelyOf = (code: string) =>
    scored.procedures.find(({ prepared }) => prepared.entry.code === code)?.likely ?? 1
  const leading = first.map((entry) => ({ ...entry, likely: likelyOf(entry.code) }))
  const shown = [...leading, ...others].slice(0, most)
  // The list falls: what was put first is as likely as what it was put before.
  return shown.map(({ code, name }, at) => ({
    code,
    name,
    score: Math.round(Math.max(...shown.slice(at).map(({ likely }) => likely)) * 1000) / 1000,
  }))
}

/** A kind that is told by a wording, otherwise the one that was learnt to be likeliest. */
function kindOf({ scored, found }: Judged): FeedbackKind {
  return found.intents.find(({ intent }) => intent === 'feedback')?.kind ?? scored.feedback ?? 'rules'
}

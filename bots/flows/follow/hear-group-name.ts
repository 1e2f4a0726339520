import { fold } from '../../../knowledge/matching/fold.ts'
import type { Match } from '../../../knowledge/matching/match.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { readFollowRef } from './follow-refs.ts'

const longest = 60
const kinds = /\b(?:(?:to|tdp|thon|xom|khu|cum|lang|ap)\s+\S|(?:to|tdp|khu|cum)\d)/

/**
 * A neighbourhood group typed by its name, where the groups of a unit were just shown: what sounds like one, and what
 * else would mean nothing.
 */
export function hearGroupName(text: string, { decision }: Match, scope: Scope): Outcome | undefined {
  if (text.length > longest) return undefined
  const asked = (scope.state.offer ?? []).map(readFollowRef).find((ref) => ref?.kind === 'no_group')
  if (asked?.kind !== 'no_group') return undefined
  if (decision !== 'none' && !kinds.test(fold(text))) return undefined
  return { ask: { kind: 'find_group', unit: asked.unit, named: text } }
}

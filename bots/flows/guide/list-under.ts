import type { Block } from '../../dialogue/reply.ts'
import { capitalise } from '../say-values.ts'
import type { CaseScope } from './case-scope.ts'

/** At most this many lines in one list, the one that counts the rest among them; the guide says the rest. */
const mostLines = 7

/**
 * Lines below what they are about; a single one beside it.
 * @param always so many of the first lines are shown whatever the number
 */
export function listUnder(head: string, lines: readonly string[], scope: CaseScope, always = 0): Block[] {
  const [only] = lines
  if (lines.length === 1) return [{ kind: 'text', text: `${head} ${only}` }]
  const shown = lines.length > mostLines ? lines.slice(0, Math.max(mostLines - 1, always)) : lines
  const more = lines.length - shown.length
  return [
    { kind: 'text', text: head },
    { kind: 'list', items: shown.map(capitalise) },
    ...(more ? [{ kind: 'text' as const, text: scope.text('about.more', { count: more }) }] : []),
  ]
}

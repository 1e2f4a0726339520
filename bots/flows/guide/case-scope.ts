import type { Scope } from '../../dialogue/flow.ts'

/** What the facts of a case are said from. A conversation's scope is one; a page has one without a conversation. */
export type CaseScope = Pick<Scope, 'answers' | 'lang' | 'text' | 'today' | 'unit'>

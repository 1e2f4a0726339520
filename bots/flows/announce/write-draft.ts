import type { Answer, DeskAsk } from '../../dialogue/event.ts'
import type { Flow, FlowChoice, InputStep, QuestionStep, Scope } from '../../dialogue/flow.ts'
import type { DraftPart, PartWords } from './draft-part.ts'
import { draftParts } from './draft-parts.ts'

/** A text typed while nothing is asked for may be meant for citizens, when it is longer than any wish. */
const atLeast = 40

/**
 * A draft in hand: which part is to be changed, and its questions. What is answered is in the database at once, so
 * this holds nothing but the draft's id, and for one question what was typed unasked; leaving it takes nothing back.
 */
export function writeDraft(id: string, words: PartWords): Flow {
  const { both } = words
  const { often, seldom } = draftParts(words)
  const choiceOf = (name: string): FlowChoice => ({ id: name, label: both(`desk.next.${name}`) })
  const next: InputStep = {
    kind: 'text',
    id: 'next',
    uncounted: true,
    ask: (scope) => scope.text('desk.ask.next', { id }),
    offers: () => ['submit', 'preview', 'audience', ...often.map((part) => part.id), 'more'].map(choiceOf),
    whole: (typed) => typed.length >= atLeast,
    read: (typed, scope) =>
      typed.length >= atLeast ? { ok: true, value: typed } : { ok: false, say: scope.text('miss.first') },
    accepts: () => false,
  }
  const asked = (part: DraftPart) =>
    part.steps.map((step): QuestionStep => ({ ...step, when: isAbout(part.id, step) }))
  return {
    id: draftId(id),
    version: '1',
    title: both('desk.draft.title'),
    left: (scope) => scope.text('desk.draft.left', { id }),
    steps: [
      next,
      {
        kind: 'choice',
        id: 'more',
        uncounted: true,
        ask: both('desk.ask.more'),
        when: ({ answers }) => (answers.next === undefined ? undefined : answers.next === 'more'),
        choices: seldom.map((part) => choiceOf(part.id)),
      },
      {
        kind: 'choice',
        id: 'take',
        uncounted: true,
        ask: both('desk.ask.take'),
        when: ({ answers }) => (answers.next === undefined ? undefined : isTyped(answers.next)),
        choices: [
          { id: 'replace', label: both('desk.take.replace'), means: 'yes' },
          { id: 'add', label: both('desk.take.add') },
          { id: 'none', label: both('desk.take.none'), means: 'no' },
        ],
      },
      {
        kind: 'branch',
        id: 'again',
        to: ({ answers }) =>
          answers.take === 'none' ? { step: 'next', forget: ['next', 'take'] } : undefined,
      },
      ...[...often, ...seldom].flatMap(asked),
      {
        kind: 'do',
        id: 'save',
        run: (scope) => ({ ask: askOf(id, scope, [...often, ...seldom]) }),
      },
    ],
  }
}

function askOf(id: string, scope: Scope, parts: readonly DraftPart[]): DeskAsk {
  const wanted = wantedOf(scope)
  if (wanted === 'preview') return { kind: 'desk_preview', id }
  if (wanted === 'submit') return { kind: 'desk_act', id, act: 'submit' }
  if (wanted === 'audience') return { kind: 'desk_show', id, to: 'audience' }
  const part = parts.find((one) => one.id === wanted)
  if (!part && scope.answers.take === 'replace')
    return { kind: 'desk_draft', id, fields: { text: String(wanted) } }
  if (!part) return { kind: 'desk_draft', id, fields: {}, adds: String(wanted) }
  return { kind: 'desk_draft', id, ...part.change(scope) }
}

/** The step of a part is asked when that part was picked, and the part itself has it asked. */
function isAbout(part: string, { when }: QuestionStep): QuestionStep['when'] {
  return (scope) => {
    const wanted = wantedOf(scope)
    if (wanted === undefined) return undefined
    return wanted === part && (when ? when(scope) : true)
  }
}

function wantedOf({ answers }: Scope): Answer | undefined {
  return answers.next === 'more' ? answers.more : answers.next
}

/** Whether it is no part's name, but what citizens are to read. */
function isTyped(next: Answer): boolean {
  return String(next).length >= atLeast
}

export function draftId(id: string): string {
  return `draft:${id}`
}

/** The draft of such a flow's id. */
export function readDraftId(flow: string): string | undefined {
  return /^draft:(\d{1,18})$/.exec(flow)?.[1]
}

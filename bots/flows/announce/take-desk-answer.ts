import type { DeskAnswer, DeskAsk } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Choice, Reply } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { addressId, readAddressId } from './address-id.ts'
import { beginDraftId } from './begin-draft.ts'
import { deskChoices } from './label-desk-ref.ts'
import { listDesk } from './list-desk.ts'
import { readReturnId, returnId } from './return-draft.ts'
import { sayDraft, sayPlan } from './say-draft.ts'
import { sayPreview } from './say-preview.ts'
import { sayRecall } from './say-recall.ts'
import { sayRefusal } from './say-refusal.ts'
import { sayStatus, titleOf } from './say-status.ts'
import { readSureId, type Sure, sureId } from './sure-flow.ts'
import { takeOnlyOne } from './take-only-one.ts'
import { draftId, readDraftId } from './write-draft.ts'

interface Answered<Kind extends DeskAnswer['kind']> {
  ask: DeskAsk
  answer: Extract<DeskAnswer, { kind: Kind }>
}

/** What follows from what the desk answered an official. */
export function takeDeskAnswer(
  { ask, answer }: { ask: DeskAsk; answer: DeskAnswer },
  scope: Scope,
  world: HomeWorld,
): Outcome {
  switch (answer.kind) {
    case 'no_desk':
      // Nobody learns that these words open something for others.
      return ask.words === undefined
        ? { ...say(scope.text('old_button')), ...leaving(scope) }
        : { reads: ask.words }
    case 'desk':
      return (
        takeOnlyOne({ ask, answer }, scope) ?? {
          replies: [listDesk(answer, scope, world)],
          ...leavingSure(scope),
        }
      )
    case 'desk_announcement':
      return takeShown({ ask, answer }, scope, world)
    case 'desk_done':
      return takeDone({ ask, answer }, scope)
    case 'desk_refused':
      return takeRefusal({ ask, answer }, scope)
    case 'desk_preview':
      return takePreview({ ask, answer }, scope, world)
  }
}

function takeShown({ ask, answer }: Answered<'desk_announcement'>, scope: Scope, world: HomeWorld): Outcome {
  const { view, may, reach } = answer
  const { id } = view.content
  const to = ask.kind === 'desk_show' ? ask.to : undefined
  if (ask.kind === 'desk_draft' && ask.id !== undefined && ask.files)
    return say(scope.text('desk.file.added', { id }))
  if (to !== undefined && to !== 'audience' && !may.includes(to)) return mayNot(answer, scope, world)
  // Whoever got the wrong one is to hear what is right.
  if (to === 'audience' && view.content.corrects) return say(scope.text('desk.who.fixed'))
  if (to === 'audience') return { begin: { flow: addressId({ id, reach }), keep: true } }
  if (to === 'return') return { begin: { flow: returnId(id), keep: true } }
  if (to === 'stop' || to === 'correct' || to === 'recall')
    return asking({ what: to, id, version: view.version, about: titleOf(view, scope) })
  const isDraft = ask.kind !== 'desk_show' || to === 'edit'
  if (!isDraft) return { replies: [sayStatus(answer, scope, world)], ...leavingSure(scope) }
  const warned = view.state === 'draft' ? [] : [scope.text('desk.edit.again')]
  const untitled = ask.kind === 'desk_draft' && view.content.title === ''
  // It begins with the words that were wrong.
  const corrects = ask.kind === 'desk_act' && ask.act === 'correct'
  return {
    ...say([sayDraft(answer, scope, world), ...warned].join('\n')),
    begin: {
      flow: draftId(id),
      keep: true,
      // Only what has no short first line is still to be called something.
      ...(untitled || corrects ? { answers: { next: 'more', more: untitled ? 'title' : 'text' } } : {}),
    },
  }
}

function mayNot(answer: Answered<'desk_announcement'>['answer'], scope: Scope, world: HomeWorld): Outcome {
  const { blocks, ...status } = sayStatus(answer, scope, world)
  return {
    replies: [{ ...status, blocks: [{ kind: 'text', text: scope.text('desk.refused.state') }, ...blocks] }],
    ...leaving(scope, answer.view.content.id),
  }
}

function takeDone({ answer }: Answered<'desk_done'>, scope: Scope): Outcome {
  const { act, view, may, reach } = answer
  const { id } = view.content
  const key = act === 'approve' ? `desk.done.approve.${view.state}` : `desk.done.${act}`
  const said = reach ? sayRecall(id, reach, scope) : scope.text(key, { id, title: titleOf(view, scope) })
  const next = may.filter((one) => one === 'pause' || one === 'resume').map((one) => `k.d.${one}.${id}`)
  return {
    ...say(said, buttons([...next, `k.s.${id}`], scope)),
    ...leaving(scope, id),
  }
}

/** A part that was refused is asked again; what cannot be done at all leaves the draft. */
function takeRefusal({ ask, answer }: Answered<'desk_refused'>, scope: Scope): Outcome {
  const { refusal } = answer
  const id = answer.id ?? ('id' in ask ? ask.id : undefined)
  if (refusal.why === 'urgent_unconfirmed' && id !== undefined) {
    const version = ask.kind === 'desk_act' ? (ask.version ?? 0) : 0
    return asking({ what: 'urgent', id, version, about: String(refusal.values?.category ?? '') })
  }
  // A draft was begun, though not all that came with it was taken.
  if (ask.kind === 'desk_draft' && ask.id === undefined && answer.id !== undefined)
    return { ...say(sayRefusal(refusal, scope)), begin: { flow: draftId(answer.id), keep: true } }
  const open = leaving(scope, id)
  const over =
    ['not_found', 'no_role', 'other_unit', 'state', 'own', 'unit_gone'].includes(refusal.why) ||
    readSureId(open.leaves ?? '') !== undefined
  const isAsked = !over && open.leaves !== undefined
  const refs = id === undefined || refusal.why === 'not_found' || isAsked ? [] : [`k.s.${id}`]
  return { ...say(sayRefusal(refusal, scope), buttons(refs, scope)), ...(over ? open : {}) }
}

/** Whoever is to approve it is asked once they have seen all of it. */
function takePreview({ ask, answer }: Answered<'desk_preview'>, scope: Scope, world: HomeWorld): Outcome {
  const { view, audience, may, missing, changed, reach } = answer
  const { id } = view.content
  const [message, reached] = sayPreview(answer, scope)
  if (!changed && !(ask.kind === 'desk_preview' && ask.to === 'approve'))
    return { replies: [message, reached], ...leavingSure(scope, id) }
  const first = changed ? (say(scope.text('desk.refused.changed', { id })).replies ?? []) : []
  if (missing || !may.includes('approve')) {
    const why = missing && may.includes('approve') ? missing : ({ why: 'state' } as const)
    const last = say(sayRefusal(why, scope), buttons([`k.s.${id}`], scope)).replies ?? []
    return { replies: [...first, message, reached, ...last], ...leaving(scope, id), ...leavingSure(scope) }
  }
  const plan = sayPlan(view, { count: audience.total, ...(reach ? { reach } : {}) }, scope, world).join('\n')
  const planned: Reply = { ...reached, blocks: [...reached.blocks, { kind: 'text', text: plan }] }
  return {
    replies: [...first, message, planned],
    ...asking({ what: 'approve', id, version: view.version, about: titleOf(view, scope) }),
  }
}

/** A question above whatever is under way, which waits. */
function asking(sure: Sure): Pick<Outcome, 'begin'> {
  return { begin: { flow: sureId(sure), keep: true } }
}

function buttons(refs: readonly string[], scope: Scope): Choice[] {
  return deskChoices(refs, scope)
}

/**
 * The flow of the desk that is open: what it asked for is done, or no longer to be done.
 * @param of the announcement it has to be about
 */
function leaving(scope: Scope, of?: string): Pick<Outcome, 'leaves'> {
  const open = scope.state.frames.at(-1)?.flow ?? ''
  const about = readDraftId(open) ?? readReturnId(open) ?? readAddressId(open)?.id ?? readSureId(open)?.id
  const isDesk = open === beginDraftId || about !== undefined
  return isDesk && (of === undefined || about === of) ? { leaves: open } : {}
}

/** A question whether to do something is over once other things are looked at. @param but it may be about this one */
function leavingSure(scope: Scope, but?: string): Pick<Outcome, 'leaves'> {
  const open = scope.state.frames.at(-1)?.flow ?? ''
  const sure = readSureId(open)
  return sure && sure.id !== but ? { leaves: open } : {}
}

import type { JoinAnswer } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { FinishedGuide } from '../../dialogue/state.ts'
import { pressDeskButton } from '../announce/press-desk-button.ts'
import { pressDossierButton } from '../dossier/press-dossier-button.ts'
import { pressFollowButton } from '../follow/press-follow-button.ts'
import { guideId } from '../guide/build-guide.ts'
import { answerAspect } from './answer-aspect.ts'
import { beginGuide } from './begin-guide.ts'
import { followIntent, remindOf } from './follow-intent.ts'
import type { HomeWorld } from './home-world.ts'
import { listProcedures } from './list-procedures.ts'
import { say } from './say.ts'
import { readUnlink } from './show-my-data.ts'

/**
 * Buttons outside the questions of a flow: `p.`, `b.` and `r.` begin a guide under three labels, `l.` a linked one,
 * `n.` reminds of one, `t:` ticks a paper, `a.` answers one thing about a procedure, `e.`, `f.`, `c.list` and
 * `c.fields` list what there is, `o.` says whether another conversation is the person's too, `u.` that it is no
 * longer to be joined, `d.` is about dossiers, `k.` an official's desk, `w.` and `v.` are about the
 * ward's news. What is unknown or forged is an old button, nothing worse.
 */
export function pressButton(ref: string, scope: Scope, world: HomeWorld): Outcome {
  if (/^[pbr]\./.test(ref)) return beginGuide(ref.slice(2), scope, world)
  if (ref.startsWith('l.')) return beginLinked(ref, scope, world)
  if (ref.startsWith('t:')) return tick(ref, scope, world)
  if (ref.startsWith('a.')) return answerAspect(ref, scope, world)
  if (ref === 'c.human') return followIntent('human', scope, world)
  if (ref.startsWith('n.')) return remindOf(guideId(ref.slice(2)), scope, world)
  if (ref === 'c.unremind') return cancelReminders(scope)
  if (ref === 'c.erase') return followIntent('erase_data', scope, world)
  if (ref === 'c.code') return followIntent('resume_code', scope, world)
  if (ref === 'c.my_data')
    return scope.state.group ? say(scope.text('group.my_data')) : { ask: { kind: 'sides', to: 'show' } }
  const says = readJoinAnswer(ref)
  if (says && !scope.state.group) return { ask: { kind: 'answer_offer', ...says } }
  const unlink = readUnlink(ref)
  if (unlink) return { ask: { kind: 'unlink', side: unlink.side } }
  return (
    pressDeskButton(ref, scope) ??
    pressDossierButton(ref, scope, world) ??
    pressFollowButton(ref, scope, world) ??
    listProcedures(ref, scope, world) ??
    say(scope.text('old_button'))
  )
}

/** `o.<answer>.<offer>` is pressed; `o.<answer>` stands for the same answer typed, to whichever question is the newest. */
function readJoinAnswer(ref: string): { says: JoinAnswer; offer: string | null } | undefined {
  const [, answer, offer = null] = /^o\.(yes|no|not_me)(?:\.(\d{1,19}))?$/.exec(ref) ?? []
  return answer === 'yes' || answer === 'no' || answer === 'not_me' ? { says: answer, offer } : undefined
}

/** Takes back every reminder that is planned. */
export function cancelReminders(scope: Scope): Outcome {
  return { ...say(scope.text('remind.cancelled')), effects: [{ kind: 'cancel_reminders' }] }
}

/** `l.<run>.<code>`: a linked procedure takes over the answers of the guide that led to it. */
function beginLinked(ref: string, scope: Scope, world: HomeWorld): Outcome {
  const [, run, ...code] = ref.split('.')
  const from = scope.state.finished?.find((one) => one.run === Number(run))
  return beginGuide(code.join('.'), scope, world, { answers: from?.answers })
}

/** `t:<run>.<paper>`: ticks a paper of a finished guide, or takes the tick away. */
function tick(ref: string, scope: Scope, world: HomeWorld): Outcome {
  const [run, paper = ''] = ref.slice(2).split('.')
  const guide = scope.state.finished?.find((one) => one.run === Number(run))
  if (!guide) return say(scope.text('old_button'))
  const before = guide.ticked ?? []
  const ticked = before.includes(paper) ? before.filter((id) => id !== paper) : [...before, paper]
  const next: FinishedGuide = { ...guide, ticked }
  const papers = world.papers(next, scope)
  if (!papers?.choices?.some((choice) => choice.ref === ref)) return say(scope.text('old_button'))
  const finished = (scope.state.finished ?? []).map((one) => (one === guide ? next : one))
  return { set: { finished }, replies: [{ ...papers, replacesTapped: true }], quiet: true }
}

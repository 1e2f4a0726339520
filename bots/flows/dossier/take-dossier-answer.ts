import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import { overStatuses } from '../../../knowledge/dossiers/over-statuses.ts'
import type { Ask, DossierAnswer } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import type { Choice, Reply } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { choicesOf, dossierChoices, tellingChoices } from './dossier-choices.ts'
import { listDossiers } from './list-dossiers.ts'
import { readProveId } from './prove-dossier.ts'
import { sayUntil } from './say-until.ts'
import { stopFollowed } from './stop-followed.ts'
import { tellDossier } from './tell-dossier.ts'

interface Answered {
  answer: DossierAnswer
  ask: Ask
}

/** What follows from what the register answered. Whatever it was, a proof that was being asked for is over. */
export function takeDossierAnswer(answered: Answered, scope: Scope, world: HomeWorld): Outcome {
  if (answered.answer.kind === 'my_dossiers' && answered.ask.kind === 'my_dossiers' && answered.ask.stop) {
    const { stop, code } = answered.ask
    return stopFollowed(answered.answer, { stop, ...(code ? { code } : {}) }, scope)
  }
  const open = scope.state.frames.at(-1)?.flow ?? ''
  // A slip that was mistyped is no reason to be asked everything again.
  const leaves = readProveId(open) !== undefined && answered.answer.kind !== 'slip_refused'
  return { replies: [reply(answered, scope, world)], ...(leaves ? { leaves: open } : {}) }
}

function reply({ answer, ask }: Answered, scope: Scope, world: HomeWorld): Reply {
  const { hotline } = world
  switch (answer.kind) {
    case 'dossier':
      return tell(answer, ask, scope, world)
    case 'dossier_unproved':
      return unproved(answer.code, othersOf(ask), scope)
    case 'dossier_wrong':
      return say(scope.text('dossier.wrong', { ...world.desk(scope) }), [
        ...choicesOf([`d.r.${answer.code}`, 'd.slip'], scope),
        humanChoice(scope),
      ])
    case 'dossier_wait': {
      const until = sayUntil(answer.until, scope)
      return say(scope.text('dossier.wait', { ...world.desk(scope), until }), [
        ...choicesOf(['d.slip', 'd.all'], scope),
        humanChoice(scope),
      ])
    }
    case 'slip_refused':
      return say(
        scope.text(`dossier.slip.${answer.reason}`, { hotline }),
        answer.reason === 'unknown'
          ? [...choicesOf(['d.all'], scope), humanChoice(scope)]
          : [humanChoice(scope)],
      )
    case 'my_dossiers':
      return listDossiers(answer, ask.kind === 'my_dossiers' ? (ask.from ?? 0) : 0, scope, world)
    case 'follow_over':
      return say(scope.text('dossier.follow_over'), choicesOf(['d.all'], scope))
    case 'telling_set':
      return say(
        scope.text(`dossier.telling.${answer.tells}`, { code: sayDossierCode(answer.code) }),
        ask.kind === 'set_telling' ? tellingChoices({ id: ask.follow, tells: answer.tells }, scope) : [],
      )
    case 'unfollowed':
      return say(scope.text('dossier.unfollowed', { code: sayDossierCode(answer.code) }))
  }
}

type Shown = Extract<DossierAnswer, { kind: 'dossier' }>

function tell({ dossier, fresh }: Shown, ask: Ask, scope: Scope, world: HomeWorld): Reply {
  const slip = ask.kind === 'redeem_slip' ? [paragraph(scope.text('dossier.slip.taken'))] : []
  const over = overStatuses.includes(dossier.status)
  const followed = fresh ? [paragraph(scope.text(over ? 'dossier.kept' : 'dossier.followed'))] : []
  const others = othersOf(ask)
  return {
    blocks: [
      ...slip,
      ...tellDossier(dossier, scope, world.dossiers),
      ...followed,
      ...(others.length ? [paragraph(scope.text('dossier.others'))] : []),
    ],
    choices: [...choicesOf(refsOf(others), scope), ...dossierChoices(dossier, scope)],
  }
}

/** The same for every code, real or not: nothing is said of whether there is such a dossier. */
function unproved(code: string, others: readonly string[], scope: Scope): Reply {
  return {
    blocks: [
      paragraph(scope.text('dossier.code', { code: sayDossierCode(code) })),
      ...(others.length ? [paragraph(scope.text('dossier.others'))] : []),
      paragraph(scope.text('dossier.unproved')),
    ],
    choices: [...choicesOf([`d.p.${code}`, 'd.slip', ...refsOf(others)], scope), humanChoice(scope)],
    asksPhone: scope.text('choice.share_phone'),
  }
}

function othersOf(ask: Ask): readonly string[] {
  return ask.kind === 'dossier' ? (ask.others ?? []) : []
}

function refsOf(codes: readonly string[]): string[] {
  return codes.map((code) => `d.c.${code}`)
}

function paragraph(text: string) {
  return { kind: 'text' as const, text }
}

function say(text: string, choices: Choice[] = []): Reply {
  return { blocks: [paragraph(text)], ...(choices.length ? { choices } : {}) }
}

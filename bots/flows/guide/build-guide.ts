import { Temporal } from 'temporal-polyfill'
import { holds } from '../../../knowledge/procedures/holds.ts'
import type { Procedure, Question, QuestionChoice } from '../../../knowledge/procedures/schema.ts'
import type { Answers } from '../../dialogue/event.ts'
import type { Flow, FlowChoice, Scope, StateChange, Step } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import { readDate } from '../../dialogue/read-date.ts'
import { readNumber } from '../../dialogue/read-number.ts'
import { sayShortDate } from '../say-values.ts'
import { aboutProcedure } from './about-procedure.ts'
import type { GuideWorld } from './guide-world.ts'
import { summarise } from './summarise.ts'

/** The id under which a procedure's guide runs. */
export function guideId(code: string): string {
  return `guide:${code}`
}

/** The procedure a flow guides through, if it is a guide. */
export function guidedCode(flow: string): string | undefined {
  return flow.startsWith('guide:') ? flow.slice(6) : undefined
}

/** Makes the walk-through of a procedure: its questions, where some answers lead, the ward, the result. */
export function buildGuide(procedure: Procedure, world: GuideWorld): Flow {
  const deciding = decidingQuestions(procedure)
  const id = guideId(procedure.code)
  return {
    id,
    version: versionOf(procedure),
    title: procedure.short,
    promised: true,
    changedSince: (version, scope) =>
      version.startsWith(`${procedure.version} `) ? undefined : procedure.changes?.[scope.lang],
    about: (aspect, scope) => aboutProcedure(procedure, aspect, scope, world),
    steps: [
      { kind: 'do', id: 'taken_up', run: ({ state }) => ({ set: { next: without(state.next, id) } }) },
      { kind: 'say', id: 'intro', say: (scope) => intro(procedure, scope) },
      ...procedure.questions.flatMap((question) => [
        questionStep(question, deciding),
        ...elsewhereSteps(question, procedure, world),
      ]),
      { kind: 'call', id: 'unit', flow: 'ward', when: (scope) => wardMatters(procedure, scope) },
      { kind: 'say', id: 'result', say: (scope) => summarise(procedure, scope, world) },
      { kind: 'do', id: 'keep', run: keepFinished },
      { kind: 'jump', id: 'next', when: (scope) => nextFlow(scope) !== undefined, to: goOn },
    ],
  }
}

/** Which ward it is only changes where to go, so whoever files online is not asked. */
function wardMatters(procedure: Procedure, scope: Scope): boolean {
  const takenThere = procedure.office !== 'other' && procedure.channels.direct !== false
  return takenThere && scope.unit === undefined && scope.answers.channel !== 'online'
}

/** The day the rules came into force, and a mark that changes with the questions and with nothing else. */
function versionOf(procedure: Procedure): string {
  const shape = procedure.questions.map((question) => [
    question.id,
    question.kind,
    'choices' in question ? question.choices.map(({ id }) => id) : [],
  ])
  return `${procedure.version} ${shortHash(JSON.stringify(shape))}`
}

/** FNV-1a, 32 bits: tells versions apart; nothing secret hangs on it. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash.toString(36)
}

function intro(procedure: Procedure, scope: Scope): string {
  const guide = procedure.short[scope.lang]
  if (procedure.questions.length === 0) return scope.text('guide.intro.short', { guide })
  const reused = Object.keys(scope.answers).length
  if (reused === 0) {
    return [procedure.opening?.[scope.lang], scope.text('guide.intro', { guide })]
      .filter((part) => part)
      .join(' ')
  }
  return reused === 1
    ? scope.text('guide.intro_reused.one', { guide })
    : scope.text('guide.intro_reused', { guide, count: reused })
}

function questionStep(question: Question, deciding: ReadonlySet<string>): Step {
  const base = {
    id: question.id,
    ask: question.ask,
    ...(question.help ? { help: question.help } : {}),
    ...(question.when ? { when: (scope: Scope) => holds(question.when, scope.answers, scope.today) } : {}),
    ...(deciding.has(question.id) ? { decides: true as const } : {}),
  }
  if (question.kind === 'choice' || question.kind === 'many') {
    return { kind: question.kind, ...base, choices: question.choices.map(flowChoice) }
  }
  if (question.kind === 'date') {
    return {
      kind: 'date',
      ...base,
      read(typed, scope) {
        const date = readDate(typed, scope.today)
        if (!date.ok) return { ok: false, say: scope.text(`date.${date.reason}`) }
        if (question.not_future && Temporal.PlainDate.compare(date.date, scope.today) > 0) {
          return { ok: false, say: scope.text('date.future', { today: sayShortDate(scope.today) }) }
        }
        return { ok: true, value: date.date.toString() }
      },
      accepts: isDate,
      show: (value) => sayShortDate(Temporal.PlainDate.from(String(value))),
    }
  }
  if (question.kind === 'number') {
    const inRange = (value: number) => value >= question.min && value <= question.max
    return {
      kind: 'number',
      ...base,
      read(typed, scope) {
        const number = readNumber(typed)
        if (!number.ok) return { ok: false, say: scope.text('number.unclear') }
        if (!inRange(number.value)) {
          return { ok: false, say: scope.text('number.range', { min: question.min, max: question.max }) }
        }
        return { ok: true, value: number.value }
      },
      accepts: (value) => inRange(Number(value)),
      show: (value, scope) =>
        [value, question.unit?.[scope.lang]].filter((part) => part !== undefined).join(' '),
    }
  }
  return {
    kind: 'text',
    ...base,
    read(typed, scope) {
      const value = typed.trim()
      return value.length <= question.max_length
        ? { ok: true, value }
        : { ok: false, say: scope.text('text.too_long', { max: question.max_length }) }
    },
  }
}

function isDate(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value).toString() === value
  } catch {
    return false
  }
}

function flowChoice(choice: QuestionChoice): FlowChoice {
  const { id, label, says, means, note } = choice
  return { id, label, says, ...(means ? { means } : {}), ...(note ? { note } : {}) }
}

/** After a question some of whose answers are another procedure's business, or nobody's here. */
function elsewhereSteps(question: Question, procedure: Procedure, world: GuideWorld): Step[] {
  if (question.kind !== 'choice') return []
  const leaving = new Map(
    question.choices.filter(({ leads_to, ends_with }) => leads_to ?? ends_with).map((one) => [one.id, one]),
  )
  if (leaving.size === 0) return []
  const chosen = ({ answers }: Scope) => leaving.get(String(answers[question.id]))
  const target = (scope: Scope) => {
    const code = chosen(scope)?.leads_to
    return code ? world.procedure(code, scope.today) : undefined
  }
  const id = `${question.id}_go`
  const go: FlowChoice = { id: 'go', label: world.both('choice.go'), means: 'yes' }
  const again: FlowChoice = {
    id: 'again',
    label: world.both('choice.again'),
    says: ['chọn lại', 'choose again'],
    means: 'no',
  }
  const end: FlowChoice = { id: 'end', label: world.both('choice.end'), means: 'yes' }
  return [
    {
      kind: 'choice',
      id,
      uncounted: true,
      when: (scope) => chosen(scope) !== undefined,
      ask: (scope) => sayElsewhere(chosen(scope), target(scope), procedure, scope, world),
      choices: (scope) => [...(target(scope) ? [go] : []), again, ...(target(scope) ? [] : [end])],
    },
    {
      kind: 'branch',
      id: `${question.id}_again`,
      to: ({ answers }) =>
        answers[id] === 'again' ? { step: question.id, forget: [question.id, id] } : undefined,
    },
    {
      kind: 'say',
      id: `${question.id}_end`,
      when: (scope) => scope.answers[id] === 'end',
      say: (scope) => [
        {
          blocks: [{ kind: 'text', text: scope.text('guide.ended') }],
          choices: [humanChoice(scope)],
        },
      ],
    },
    {
      kind: 'jump',
      id: `${question.id}_leave`,
      when: (scope) => scope.answers[id] === 'go' || scope.answers[id] === 'end',
      to: (scope) => {
        const to = scope.answers[id] === 'go' ? target(scope) : undefined
        return to ? { flow: guideId(to.code), answers: scope.answers } : goOn(scope)
      },
    },
  ]
}

function sayElsewhere(
  choice: QuestionChoice | undefined,
  target: Procedure | undefined,
  procedure: Procedure,
  scope: Scope,
  world: GuideWorld,
): string {
  if (choice?.ends_with) return choice.ends_with[scope.lang]
  const link = procedure.links.find(({ code }) => code === choice?.leads_to)
  const name = target?.short[scope.lang] ?? link?.name[scope.lang] ?? choice?.leads_to ?? ''
  return target
    ? scope.text('guide.leads_to', { procedure: name })
    : scope.text(`guide.leads_away.${procedure.office === 'police' ? 'police' : 'one_stop'}`, {
        procedure: name,
        hotline: world.hotline,
      })
}

/** Questions whose answers open or close later ones. */
function decidingQuestions(procedure: Procedure): Set<string> {
  const conditions = JSON.stringify(procedure.questions.map(({ when }) => when ?? null))
  const decides = (id: string) => id === 'channel' || conditions.includes(`"${id}":`)
  return new Set(procedure.questions.map(({ id }) => id).filter(decides))
}

/** What was asked for in the same breath and is still to be done; one that has gone meanwhile is passed over. */
function nextFlow(scope: Scope): string | undefined {
  return scope.state.next?.find((flow) => scope.knowledge.flow(flow, scope.over({})) !== undefined)
}

function goOn(scope: Scope): { flow: string; answers: Answers } | 'end' {
  const flow = nextFlow(scope)
  return flow ? { flow, answers: scope.answers } : 'end'
}

function without(flows: readonly string[] | undefined, flow: string): string[] | undefined {
  const left = flows?.filter((one) => one !== flow)
  return left?.length ? left : undefined
}

/** Keeps the guide's answers, so that its papers come back when asked for; the three newest are kept. */
function keepFinished(scope: Scope): { set: StateChange } {
  const frame = scope.state.frames.at(-1)
  if (!frame) return { set: {} }
  const { flow, version, run, answers } = frame
  const others = (scope.state.finished ?? []).filter((one) => one.flow !== flow)
  return { set: { finished: [...others.slice(-2), { flow, version, run, answers }] } }
}

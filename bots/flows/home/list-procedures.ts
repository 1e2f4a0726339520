import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'
import { procedureChoices } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { say } from './say.ts'

/** So many buttons are shown at once; the rest comes with "more". */
const pageSize = 7

/**
 * Everything there is to be done here, page by page. `c.list.<from>` shows life events, `c.fields.<from>` the fields,
 * `f.<field>.<from>` the procedures of a field, `e.<event>` what an event brings.
 */
export function listProcedures(ref: string, scope: Scope, world: HomeWorld): Outcome | undefined {
  if (ref === 'c.list' || ref.startsWith('c.list.')) return listEvents(Number(ref.slice(7)), scope, world)
  if (ref === 'c.fields' || ref.startsWith('c.fields.')) return listFields(Number(ref.slice(9)), scope, world)
  if (ref.startsWith('f.')) return listField(ref, scope, world)
  const event = lifeEventOf(ref, world)
  return event && showLifeEvent(event, scope, world)
}

/** The event of a button `e.<event>`. */
export function lifeEventOf(ref: string, world: HomeWorld): LifeEvent | undefined {
  return world.lifeEvents.find(({ id }) => ref === `e.${id}`)
}

/** The field of a button `f.<field>.<from>`. */
export function fieldOf(ref: string, scope: Scope, world: HomeWorld) {
  const [, field] = ref.split('.')
  return world.fields(scope).find(({ id }) => id === field)
}

/** What an event brings, in order: each procedure with when it is that one, and a button that begins it. */
export function showLifeEvent({ name, opening, steps }: LifeEvent, scope: Scope, world: HomeWorld): Outcome {
  const { lang } = scope
  const known = steps.filter(({ code }) => world.nameOf(code, scope) !== undefined)
  const items = known.map(({ code, why, together }, index) => {
    const beside = together && index > 0 ? ` (${scope.text('event.together')})` : ''
    return `${world.nameOf(code, scope)}: ${why[lang]}${beside}`
  })
  return {
    replies: [
      {
        blocks: [
          ...(opening ? [{ kind: 'text' as const, text: opening[lang] }] : []),
          { kind: 'text', text: scope.text('event.path', { event: name[lang] }) },
          { kind: 'list', items },
          { kind: 'text', text: scope.text(scope.state.group ? 'group.private' : 'event.begin') },
        ],
        ...(scope.state.group
          ? {}
          : {
              choices: procedureChoices(
                known.map(({ code }) => code),
                scope,
                world,
              ),
            }),
      },
    ],
  }
}

/** The first thing shown to whoever asks what there is. */
export function listEvents(from: number, scope: Scope, world: HomeWorld): Outcome {
  const events = world.lifeEvents.map(({ id, name }) => ({ label: name[scope.lang], ref: `e.${id}` }))
  const byField = { label: scope.text('choice.fields'), ref: 'c.fields' }
  return say(scope.text('list_procedures'), [...page(events, from, 'c.list', scope), byField])
}

function listFields(from: number, scope: Scope, world: HomeWorld): Outcome {
  const fields = world.fields(scope).map(({ id, name }) => ({ label: name, ref: `f.${id}` }))
  return say(scope.text('list_fields'), page(fields, from, 'c.fields', scope))
}

function listField(ref: string, scope: Scope, world: HomeWorld): Outcome | undefined {
  const field = fieldOf(ref, scope, world)
  if (!field) return undefined
  const from = Number(ref.split('.')[2] ?? 0)
  const choices = procedureChoices(field.codes, scope, world)
  return say(scope.text('list_field', { field: field.name }), page(choices, from, `f.${field.id}`, scope))
}

function page(choices: readonly Choice[], from: number, ref: string, scope: Scope): Choice[] {
  const start = Number.isInteger(from) && from > 0 ? from : 0
  const shown = choices.slice(start, start + pageSize)
  const next = start + pageSize
  return next < choices.length
    ? [...shown, { label: scope.text('choice.more'), ref: `${ref}.${next}` }]
    : shown
}

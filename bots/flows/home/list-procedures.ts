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
  const event = lifeEventOf(ref, world)
  if (event) return showLifeEvent(event, scope, world)
  const asked = readPage(ref)
  if (asked?.list === 'c.list') return listEvents(asked.from, scope, world)
  if (asked?.list === 'c.fields') return listFields(asked.from, scope, world)
  return asked && listField(asked, scope, world)
}

/** What a button of these is called, so that it can be typed too. */
export function labelOfList(ref: string, scope: Scope, world: HomeWorld): string | undefined {
  const event = lifeEventOf(ref, world)
  if (event) return event.name[scope.lang]
  const asked = readPage(ref)
  if (!asked) return undefined
  if (asked.from > 0) return scope.text('choice.more')
  if (asked.list === 'c.list') return scope.text('choice.list')
  if (asked.list === 'c.fields') return scope.text('choice.fields')
  return fieldOf(asked.list, scope, world)?.name
}

/** A list and from where on it is shown: `<list>` or `<list>.<from>`. */
interface Page {
  /** `c.list`, `c.fields` or `f.<field>`. */
  list: string
  from: number
}

function readPage(ref: string): Page | undefined {
  const [, list, from] = /^(c\.list|c\.fields|f\.[^.]+)(?:\.(\d+))?$/.exec(ref) ?? []
  return list === undefined ? undefined : { list, from: Number(from ?? 0) }
}

function lifeEventOf(ref: string, world: HomeWorld): LifeEvent | undefined {
  return world.lifeEvents.find(({ id }) => ref === `e.${id}`)
}

function fieldOf(list: string, scope: Scope, world: HomeWorld) {
  return world.fields(scope).find(({ id }) => list === `f.${id}`)
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
  return say(scope.text('list_procedures'), [...pageOf(events, { list: 'c.list', from }, scope), byField])
}

function listFields(from: number, scope: Scope, world: HomeWorld): Outcome {
  const fields = world.fields(scope).map(({ id, name }) => ({ label: name, ref: `f.${id}` }))
  return say(scope.text('list_fields'), pageOf(fields, { list: 'c.fields', from }, scope))
}

function listField(asked: Page, scope: Scope, world: HomeWorld): Outcome | undefined {
  const field = fieldOf(asked.list, scope, world)
  if (!field) return undefined
  const choices = procedureChoices(field.codes, scope, world)
  return say(scope.text('list_field', { field: field.name }), pageOf(choices, asked, scope))
}

function pageOf(choices: readonly Choice[], { list, from }: Page, scope: Scope): Choice[] {
  // A list may have become shorter since the button was shown.
  const start = from < choices.length ? from : 0
  const next = start + pageSize
  const shown = choices.slice(start, next)
  return next < choices.length
    ? [...shown, { label: scope.text('choice.more'), ref: `${list}.${next}` }]
    : shown
}

import type { Audience } from '../../../knowledge/announcements/announcement.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { Reach } from '../../dialogue/event.ts'
import type { Flow, FlowChoice, InputStep, Scope } from '../../dialogue/flow.ts'
import { sayUnit } from '../say-unit.ts'
import { capitalise } from '../say-values.ts'
import { type Addressed, addressId } from './address-id.ts'
import type { PartWords } from './draft-part.ts'

interface Place {
  kind: 'group' | 'chat'
  id: string
  name: string
}

/** Who gets a draft, by tapping: all of a ward, all but some groups of it, or place by place. */
export function addressDraft({ id, reach }: Addressed, words: PartWords & { units: Units }): Flow {
  const { both, units } = words
  const places = placesOf(reach)
  const groups = places.filter(({ kind }) => kind === 'group')
  const [unit] = reach.units.length === 1 ? reach.units : []
  const many = reach.units.length > 1
  const whole: FlowChoice[] = [
    ...(many ? [{ id: 'all', label: both('desk.who.all') }] : []),
    ...(unit === undefined ? [] : [{ id: 'unit', label: unitLabel(unit) }]),
    ...(many ? [{ id: 'units', label: both('desk.who.units') }] : []),
    ...(unit !== undefined && groups.length ? [{ id: 'except', label: both('desk.who.except') }] : []),
    ...(!many && places.length ? [{ id: 'places', label: both('desk.who.places') }] : []),
  ]
  const areaOf = ({ answers }: Scope) => (whole.length > 1 ? answers.area : whole[0]?.id)
  const isAbout = (area: string) => (scope: Scope) =>
    areaOf(scope) === undefined ? undefined : areaOf(scope) === area
  const choiceOf = (place: Place, label = place.name): FlowChoice => ({
    id: String(places.indexOf(place)),
    label: { vi: label, en: label },
  })
  // A head of one group has nothing to choose.
  const onlyOne = unit === undefined && !many && places.length === 1
  const namesNone = (scope: Scope) =>
    areaOf(scope) === 'places' && !onlyOne && list(scope.answers.places).length === 0
  const chatName = ({ name }: Place, scope: Scope) =>
    scope.text('desk.who.chat', { name: units.find(name) ? sayUnit(name, scope.lang, units) : name })
  return {
    id: addressId({ id, reach }),
    version: '1',
    title: both('desk.who.title'),
    left: (scope) => scope.text('desk.draft.left', { id }),
    steps: [
      {
        kind: 'choice',
        id: 'area',
        uncounted: true,
        ask: both('desk.ask.area'),
        when: () => whole.length > 1,
        choices: whole,
      },
      { ...namedUnits(units, words), when: isAbout('units') },
      {
        kind: 'many',
        id: 'without',
        uncounted: true,
        ask: both('desk.ask.without'),
        when: isAbout('except'),
        choices: groups.map((place) => choiceOf(place)),
      },
      {
        kind: 'many',
        id: 'places',
        uncounted: true,
        ask: both('desk.ask.places'),
        when: (scope) => (onlyOne ? false : isAbout('places')(scope)),
        choices: (scope) => [
          ...(unit === undefined ? [] : [{ id: 'unit', label: unitLabel(unit) }]),
          ...places.map((place) =>
            choiceOf(place, place.kind === 'chat' ? chatName(place, scope) : place.name),
          ),
        ],
      },
      {
        kind: 'say',
        id: 'some',
        when: namesNone,
        say: (scope) => scope.text('desk.who.some'),
      },
      {
        kind: 'branch',
        id: 'again',
        when: namesNone,
        to: () => ({ step: 'places', forget: ['places'] }),
      },
      {
        kind: 'do',
        id: 'save',
        run: (scope) => ({
          ask: { kind: 'desk_draft', id, fields: { audience: audienceOf(scope) } },
        }),
      },
    ],
  }

  function unitLabel(slug: string): FlowChoice['label'] {
    const label = (lang: 'vi' | 'en') =>
      both('desk.who.unit')[lang].replace('{unit}', sayUnit(slug, lang, units))
    return { vi: capitalise(label('vi')), en: capitalise(label('en')) }
  }

  function audienceOf(scope: Scope): Audience {
    const { without, places: chosen, units: named } = scope.answers
    const picked = onlyOne ? ['0'] : chosen
    const ids = (answer: typeof picked, kind: Place['kind']) =>
      list(answer).flatMap((index) => {
        const place = places[Number(index)]
        return place?.kind === kind ? [place.id] : []
      })
    switch (areaOf(scope)) {
      case 'all':
        return { all: true }
      case 'units':
        return { units: String(named).split(' ') }
      case 'except':
        return { units: [unit ?? ''], except: { groups: ids(without, 'group') } }
      case 'places':
        return {
          ...(unit !== undefined && list(picked).includes('unit') ? { units: [unit] } : {}),
          groups: ids(picked, 'group'),
          chats: ids(picked, 'chat'),
        }
      default:
        return unit === undefined ? {} : { units: [unit] }
    }
  }
}

/** Wards by their names, typed: "Hoàn Kiếm, Ba Đình". */
function namedUnits(units: Units, { both }: PartWords): InputStep {
  return {
    kind: 'text',
    id: 'units',
    uncounted: true,
    ask: both('desk.ask.units'),
    read(typed, scope) {
      const names = typed.split(/[,;\n]|\svà\s/).filter((one) => one.trim())
      const slugs: string[] = []
      for (const name of names) {
        // A name is often a former one's too; here that of today is meant.
        const today = units.all.find((unit) => [unit.name, unit.said].some((one) => fold(one) === fold(name)))
        const found = today ? ({ kind: 'one', unit: today } as const) : units.search(name)
        if (found.kind !== 'one')
          return { ok: false, say: scope.text('desk.units.unknown', { name: name.trim() }) }
        slugs.push(found.unit.slug)
      }
      return slugs.length
        ? { ok: true, value: slugs.join(' ') }
        : { ok: false, say: scope.text('desk.refused.empty') }
    },
    accepts: () => false,
  }
}

function placesOf({ groups, chats }: Reach): Place[] {
  return [
    ...groups.map((one): Place => ({ kind: 'group', ...one })),
    ...chats.map((one): Place => ({ kind: 'chat', ...one })),
  ]
}

function list(answer: Scope['answers'][string] | undefined): readonly string[] {
  return Array.isArray(answer) ? answer : []
}

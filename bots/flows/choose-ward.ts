import type { Unit, Units } from '../../knowledge/units/units.ts'
import type { Lang } from '../dialogue/event.ts'
import type { Flow, FlowChoice, Scope, Step } from '../dialogue/flow.ts'
import { sayShortDate } from './say-values.ts'

const mostAtOnce = 8

/** Asks for the ward where people live, once. */
export function chooseWard(units: Units, both: (key: string) => Record<Lang, string>): Flow {
  const { steps, chosen } = askForWard(units, both)
  return {
    id: 'ward',
    version: '1',
    title: both('ward.title'),
    steps: [
      ...steps,
      { kind: 'do', id: 'keep', run: (scope) => ({ set: { unit: chosen(scope)?.slug } }) },
      {
        kind: 'say',
        id: 'kept',
        // Within a guide its next question follows; alone, it must not end without a word on what is next.
        when: ({ state }) => state.frames.length === 1,
        say: (scope) => [{ blocks: [{ kind: 'text', text: scope.text('ward.kept') }] }],
      },
    ],
  }
}

/**
 * The steps that ask for a ward: typed by its name, new or old, or found by tapping through the former districts.
 * @returns `chosen`: which one it is, once they are done
 */
export function askForWard(
  units: Units,
  both: (key: string) => Record<Lang, string>,
): { steps: Step[]; chosen(scope: Scope): Unit | undefined } {
  const choiceOf = (unit: Unit): FlowChoice => ({
    id: unit.slug,
    label: { vi: capitalise(unit.said), en: capitalise(unit.said) },
    says: [unit.name],
  })
  const browse: FlowChoice = { id: 'list', label: both('ward.browse'), wayOut: true }
  const unitsOf = (district: string): Unit[] =>
    (units.districts.find(({ slug }) => slug === district)?.units ?? []).flatMap(
      (slug) => units.find(slug) ?? [],
    )
  const chosen = ({ answers }: Scope) =>
    units.find(String(answers.phuong)) ?? units.find(String(answers.chon))
  const browsing = ({ answers }: Scope) => answers.phuong === 'list'
  const since = ({ lang }: Scope) =>
    lang === 'vi'
      ? sayShortDate(units.since)
      : units.since.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  const notFound = (scope: Scope) =>
    units.whole
      ? scope.text('ward.none')
      : scope.text('ward.not_served', { units: units.all.map(({ said }) => said).join(', ') })
  const inArea = (area: string) =>
    units.districts
      .filter(({ name, slug }) => (area === 'quan') === /^quận/i.test(name) && unitsOf(slug).length > 0)
      .map((district) => ({
        id: district.slug,
        label: { vi: capitalise(district.name), en: capitalise(district.name) },
      }))
  const areas = ['quan', 'huyen'].filter((area) => inArea(area).length > 0)
  // So few are shown at once; of more, the list is walked through.
  const offered = units.all.length <= mostAtOnce ? units.all.map(choiceOf) : [browse]
  return {
    chosen,
    steps: [
      {
        kind: 'text',
        id: 'phuong',
        ask: (scope) => scope.text('ward.ask', { tier: units.tiers.ward[scope.lang] }),
        ...(offered.includes(browse)
          ? { help: (scope: Scope) => scope.text('ward.help', { date: since(scope) }) }
          : {}),
        offers: () => offered,
        read(typed, scope) {
          const found = units.search(typed)
          if (found.kind === 'one') {
            const { unit, former } = found
            return {
              ok: true,
              value: unit.slug,
              ...(former ? { note: scope.text('ward.now', { name: former, unit: unit.said }) } : {}),
            }
          }
          if (found.kind === 'none') return { ok: false, say: notFound(scope) }
          const say = found.former
            ? scope.text('ward.former', { name: found.former, date: since(scope) })
            : scope.text('ward.several')
          return {
            ok: false,
            say,
            offer: [...found.units.map(choiceOf), ...(offered.includes(browse) ? [browse] : [])],
          }
        },
        accepts: (value) => units.find(value) !== undefined,
        show: (value) => {
          const unit = units.find(String(value))
          return unit ? capitalise(unit.said) : String(value)
        },
      },
      {
        kind: 'choice',
        id: 'khu',
        when: (scope) => browsing(scope) && areas.length > 1,
        ask: both('ward.area'),
        choices: [
          { id: 'quan', label: both('ward.area.inner') },
          { id: 'huyen', label: both('ward.area.outer') },
        ],
      },
      {
        kind: 'choice',
        id: 'quan',
        when: browsing,
        ask: (scope) => capitalise(scope.text('ward.district', { tier: units.tiers.district[scope.lang] })),
        choices: ({ answers }) => inArea(String(answers.khu ?? areas[0])),
      },
      {
        kind: 'choice',
        id: 'chon',
        when: browsing,
        ask: (scope) => capitalise(scope.text('ward.pick', { tier: units.tiers.ward[scope.lang] })),
        choices: ({ answers }) => unitsOf(String(answers.quan)).map(choiceOf),
      },
    ],
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

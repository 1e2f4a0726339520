import type { AskAnswer } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Block, Choice } from '../../dialogue/reply.ts'
import { sayFollowing } from '../follow/say-following.ts'
import { sayPlaces } from '../say-places.ts'
import type { HomeWorld } from './home-world.ts'
import { sayOfficial } from './say-official.ts'

type Kept = Extract<AskAnswer, { kind: 'sides' }>

/** "Dữ liệu của tôi": what is kept here, with which channels it is joined, and what can be done about either. */
export function showMyData(kept: Kept, scope: Scope, world: HomeWorld): Outcome {
  const { sides, reminders, dossiers, following, phone, official } = kept
  const { state, unit } = scope
  const quoted = (flows: readonly string[]) =>
    [...new Set(flows.map((flow) => world.title(flow, scope)))]
      .filter(Boolean)
      .map((title) => `“${title}”`)
      .join(', ')
  const titles = (key: string, flows: readonly string[]) => {
    const guides = quoted(flows)
    return guides ? [scope.text(key, { guides })] : []
  }
  const guides = (frames: readonly { flow: string }[] = []) =>
    frames.flatMap(({ flow }) => (world.codeOf(flow) ? [flow] : []))
  const items = [
    scope.text('my_data.messages'),
    ...titles('my_data.under_way', [...guides(state.frames), ...guides(state.left), ...guides(state.older)]),
    ...titles('my_data.finished', guides(state.finished)),
    ...(unit && unit === state.unit
      ? [scope.text('my_data.ward', { unit: world.unitName(unit, scope) })]
      : []),
    ...(reminders > 0 ? [scope.text('my_data.reminders', { count: reminders })] : []),
    ...(phone ? [scope.text('my_data.phone', { last2: phone })] : []),
    ...(dossiers > 0 ? [scope.text('my_data.dossiers', { count: dossiers })] : []),
    ...(following
      ? [
          scope.text(
            following.groups.length ? 'my_data.following.groups' : 'my_data.following',
            sayFollowing(following, scope, world),
          ),
        ]
      : []),
    ...(official ? [scope.text('my_data.official', { ...sayOfficial(official, scope, world) })] : []),
  ]
  const joined = sides.length
    ? scope.text('my_data.joined', {
        places: sayPlaces(
          sides.map(({ where }) => where),
          scope,
        ),
      })
    : scope.text('my_data.alone')
  const blocks: Block[] = [
    { kind: 'text', text: scope.text('my_data') },
    { kind: 'list', items },
    { kind: 'text', text: joined },
  ]
  const choices: Choice[] = [
    ...sides.map(({ id, where }) => ({ label: labelOfUnlink(where, scope), ref: `u.${where}.${id}` })),
    ...(following ? [{ label: scope.text('follow.choice.off'), ref: 'w.off' }] : []),
    { label: scope.text('choice.code'), ref: 'c.code' },
    { label: scope.text('choice.erase'), ref: 'c.erase' },
  ]
  return { replies: [{ blocks, choices }] }
}

/** `u.<where>.<conversation>` takes a conversation out of what is joined. */
export function readUnlink(ref: string): { where: string; side: string } | undefined {
  const [, where, side] = /^u\.([a-z_]+(?:\.other)?)\.(\d{1,19})$/.exec(ref) ?? []
  return where && side ? { where, side } : undefined
}

export function labelOfUnlink(where: string, scope: Scope): string {
  return scope.text('choice.unlink', { where: scope.text(`side.${where}`) })
}

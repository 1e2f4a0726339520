import type {
  AnnouncementView,
  Audience,
  AudiencePreview,
} from '../../../knowledge/announcements/announcement.ts'
import type { Reach } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'

/** So many places are named; more are counted. */
const mostNamed = 5

/** Who gets an announcement, as said within a sentence: of a correction, who got the one that it corrects. */
export function sayRecipients(
  { content, audience }: Pick<AnnouncementView, 'content' | 'audience'>,
  scope: Scope,
  world: HomeWorld,
  reach?: Reach,
): string {
  const { corrects } = content
  return corrects === undefined
    ? sayAudience(audience, scope, world, reach)
    : scope.text('desk.who.corrected', { id: corrects })
}

/**
 * Who an announcement is for, as said within a sentence: "cả phường Hoàn Kiếm, trừ Tổ dân phố 5".
 * @param reach gives groups their names, as far as this official may address them
 */
function sayAudience(
  { all, units = [], groups = [], chats = [], except }: Audience,
  scope: Scope,
  world: HomeWorld,
  reach?: Reach,
): string {
  const groupNames = (ids: readonly string[]) =>
    name(
      ids.map((id) => reach?.groups.find((one) => one.id === id)?.name),
      'desk.who.groups',
      scope,
    )
  const parts = [
    ...(all ? [scope.text('desk.who.everybody')] : []),
    ...name(
      units.map((slug) => scope.text('desk.who.whole', { unit: world.unitName(slug, scope) })),
      'desk.who.wards',
      scope,
    ),
    ...groupNames(groups),
    ...(chats.length ? [scope.text('desk.who.chats', { count: chats.length })] : []),
  ]
  if (parts.length === 0) return scope.text('desk.who.nobody')
  const without = [
    ...(except?.units ?? []).map((slug) => world.unitName(slug, scope)),
    ...groupNames(except?.groups ?? []),
  ]
  const said = parts.join(', ')
  return without.length ? scope.text('desk.who.without', { who: said, without: without.join(', ') }) : said
}

function name(names: readonly (string | undefined)[], counted: string, scope: Scope): string[] {
  const known = names.filter((one) => one !== undefined)
  if (names.length === 0) return []
  return known.length === names.length && names.length <= mostNamed
    ? [known.join(', ')]
    : [scope.text(counted, { count: names.length })]
}

/** How many get it on which channel, and why others do not. */
export function sayReached({ total, byChannel, leftOut }: AudiencePreview, scope: Scope): string[] {
  const channels = Object.entries(byChannel)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([channel, count]) => `${scope.text(`side.${channel}`)} ${sayCount(count, scope)}`)
  const reasons = Object.entries(leftOut)
    .filter(([, count]) => count > 0)
    .map(([why, count]) => scope.text(`desk.left_out.${why}`, { count: sayCount(count, scope) }))
  return [
    channels.length
      ? scope.text('desk.reached', { count: sayCount(total, scope), channels: channels.join(', ') })
      : scope.text('desk.reached.nobody'),
    ...(reasons.length ? [scope.text('desk.left_out', { reasons: reasons.join('; ') })] : []),
  ]
}

/** "12.345" or "12,345". */
export function sayCount(count: number, { lang }: Pick<Scope, 'lang'>): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',')
}

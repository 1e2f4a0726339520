import type { AnnouncementView } from '../../../knowledge/announcements/announcement.ts'
import type { DeskAnswer } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { sayOfficial } from '../home/say-official.ts'
import { deskChoices } from './label-desk-ref.ts'
import { sayBriefly } from './say-status.ts'

/** So many of each kind are shown. */
const most = 5

/** What lies on an official's desk: to approve, on its way, and being written. */
export function listDesk(
  { official, drafts, toApprove, running }: Extract<DeskAnswer, { kind: 'desk' }>,
  scope: Scope,
  world: HomeWorld,
): Reply {
  const lists = {
    to_approve: toApprove,
    running,
    drafts: drafts.filter(({ submitted }) => !submitted),
    submitted: drafts.filter(({ submitted }) => submitted),
  }
  const shown = Object.values(lists).flatMap((views) => views.slice(0, most))
  const refs = [...new Set(shown.map(({ content }) => `k.s.${content.id}`)), 'k.new']
  return {
    blocks: [
      { kind: 'text', text: scope.text('desk.of', { ...sayOfficial(official, scope, world) }) },
      ...Object.entries(lists).flatMap(([name, views]) => listed(name, views, scope)),
      ...(shown.length ? [] : [{ kind: 'text' as const, text: scope.text('desk.empty') }]),
    ],
    choices: deskChoices(refs, scope),
  }
}

function listed(name: string, views: readonly AnnouncementView[], scope: Scope): Block[] {
  if (views.length === 0) return []
  const rest = views.length - most
  return [
    { kind: 'text', text: scope.text(`desk.list.${name}`, { count: views.length }) },
    {
      kind: 'list',
      items: [
        ...views.slice(0, most).map((view) => sayBriefly(view, scope)),
        ...(rest > 0 ? [scope.text('desk.list.rest', { count: rest })] : []),
      ],
    },
  ]
}

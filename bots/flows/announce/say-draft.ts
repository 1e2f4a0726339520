import type { AnnouncementContent, AnnouncementView } from '../../../knowledge/announcements/announcement.ts'
import type { DeskAnswer, Reach } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { sayMoment } from '../announcements/say-moment.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { sayCount, sayRecipients } from './say-audience.ts'

type Shown = Extract<DeskAnswer, { kind: 'desk_announcement' }>

/** A draft in a few lines, as it stands in hand: what it is called, for whom, when, and with what. */
export function sayDraft({ view, preview, reach }: Shown, scope: Scope, world: HomeWorld): string {
  const { id, title } = view.content
  const called = scope.text('desk.draft', { id, title: title || scope.text('desk.untitled') })
  return [called, ...sayPlan(view, { count: preview.total, reach }, scope, world)].join('\n')
}

/** For whom, when, and with what it goes out. @param reached.reach gives groups their names */
export function sayPlan(
  view: AnnouncementView,
  { count, reach }: { count: number; reach?: Reach },
  scope: Scope,
  world: HomeWorld,
): string[] {
  const { content, at } = view
  return [
    scope.text('desk.draft.who', {
      who: sayRecipients(view, scope, world, reach),
      count: sayCount(count, scope),
    }),
    scope.text('desk.draft.facts', {
      topic: topicName(content.topic, scope, world),
      when: at ? sayMoment(at, scope.lang) : scope.text('desk.when.approved'),
    }),
    ...sayExtras(content, scope, world),
  ]
}

/** What it has besides its words. */
export function sayExtras(content: AnnouncementContent, scope: Scope, world: HomeWorld): string[] {
  const { urgent, poll, event, link, files, expiresAt, corrects } = content
  const category = world.announcements.urgent.find(({ id }) => id === urgent)?.name[scope.lang] ?? urgent
  const extras = [
    ...(event ? [scope.text('desk.has.event')] : []),
    ...(poll ? [scope.text('desk.has.poll')] : []),
    ...(link ? [scope.text('desk.has.link')] : []),
    ...(files.length ? [scope.text('desk.has.files', { count: files.length })] : []),
  ]
  return [
    ...(category ? [scope.text('desk.has.urgent', { category })] : []),
    ...(corrects ? [scope.text('desk.has.corrects', { id: corrects })] : []),
    ...(expiresAt ? [scope.text('desk.has.expiry', { when: sayMoment(expiresAt, scope.lang) })] : []),
    ...(extras.length ? [scope.text('desk.has', { extras: extras.join(', ') })] : []),
  ]
}

export function topicName(topic: string, { lang }: Pick<Scope, 'lang'>, world: HomeWorld): string {
  return world.announcements.topics.find(({ id }) => id === topic)?.name[lang] ?? topic
}

import type {
  AnnouncementAct,
  AnnouncementCounts,
  AnnouncementView,
} from '../../../knowledge/announcements/announcement.ts'
import type { DeskAnswer } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import { sayMoment } from '../announcements/say-moment.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { beginOf } from './begin-of.ts'
import { deskChoices } from './label-desk-ref.ts'
import { sayCount, sayRecipients } from './say-audience.ts'
import { sayExtras, topicName } from './say-draft.ts'

/** Reasons that mean something to whoever wrote it. */
const known = new Set([
  ...['recipient_blocked', 'unknown_outcome', 'window_closed', 'quota', 'permanent'],
  ...['left', 'erased', 'stopped', 'expired', 'merged'],
])

/** So much of its words is shown with what may be done about it. */
const shownOfText = 200

/** Everything an official sees of an announcement, with what may be done about it. */
export function sayStatus(
  { view, may, reach }: Pick<Extract<DeskAnswer, { kind: 'desk_announcement' }>, 'view' | 'may' | 'reach'>,
  scope: Scope,
  world: HomeWorld,
): Reply {
  const { content, author, approver, at, recipients } = view
  const who = sayRecipients(view, scope, world, reach)
  const isAhead = !hasBegun(view)
  const fact = (key: string, value: string) => ({ label: scope.text(`desk.label.${key}`), value })
  const items = [
    fact('state', sayState(view, scope)),
    fact('who', isAhead ? scope.text('desk.who.count', { who, count: sayCount(recipients, scope) }) : who),
    fact('topic', topicName(content.topic, scope, world)),
    ...(isAhead ? [fact('at', at ? sayMoment(at, scope.lang) : scope.text('desk.when.approved'))] : []),
    ...(isAhead && content.text ? [fact('says', beginOf(content.text, shownOfText))] : []),
    fact('author', author.name),
    ...(approver ? [fact('approver', approver.name)] : []),
  ]
  const blocks: Block[] = [
    { kind: 'title', text: scope.text('desk.draft', { id: content.id, title: titleOf(view, scope) }) },
    { kind: 'facts', items },
    ...[...sayExtras(content, scope, world), ...sayFigures(view, scope)].map(
      (text): Block => ({ kind: 'text', text }),
    ),
  ]
  return { blocks, choices: deskChoices(refsOf(view, may), scope) }
}

/** In one line, for a list. */
export function sayBriefly(view: AnnouncementView, scope: Scope): string {
  const { id } = view.content
  return scope.text('desk.item', { id, title: titleOf(view, scope), state: sayState(view, scope) })
}

/** Where it stands, as said within a sentence. */
function sayState({ state, pause, submitted, counts }: AnnouncementView, scope: Scope): string {
  if (state === 'draft') return scope.text(submitted ? 'desk.state.submitted' : 'desk.state.draft')
  const said = scope.text(
    state === 'paused' ? `desk.state.paused.${pause ?? 'asked'}` : `desk.state.${state}`,
  )
  const done = counts.total - counts.pending
  return counts.total > 0 && counts.pending > 0
    ? scope.text('desk.state.of', { said, done: sayCount(done, scope), total: sayCount(counts.total, scope) })
    : said
}

export function titleOf({ content }: AnnouncementView, scope: Scope): string {
  return content.title || scope.text('desk.untitled')
}

function refsOf({ content: { id } }: AnnouncementView, may: readonly AnnouncementAct[]): string[] {
  return [...may.map((act) => `k.d.${act}.${id}`), `k.p.${id}`]
}

function hasBegun({ counts }: AnnouncementView): boolean {
  return counts.total > 0
}

/** How far it has come, and what people answered. */
function sayFigures({ counts, content }: AnnouncementView, scope: Scope): string[] {
  if (counts.total === 0) return []
  const { total, sent, delivered, seen, failed, skipped, pending, held, unknown, unsubscribed } = counts
  const say = (key: string, values: Record<string, number>) =>
    scope.text(
      `desk.figures.${key}`,
      Object.fromEntries(Object.entries(values).map(([name, count]) => [name, sayCount(count, scope)])),
    )
  const reasons = sayReasons(counts.reasons, scope)
  const options = content.poll?.options ?? []
  return [
    say('sent', { total, sent, failed, skipped, pending }),
    ...(delivered + seen > 0 ? [say('seen', { delivered, seen })] : []),
    ...(held > 0 ? [say('held', { held })] : []),
    ...(unknown > 0 ? [say('unknown', { unknown })] : []),
    ...(unsubscribed > 0 ? [say('unsubscribed', { unsubscribed })] : []),
    ...(reasons.length ? [scope.text('desk.figures.reasons', { reasons: reasons.join('; ') })] : []),
    ...(counts.poll
      ? [
          scope.text('desk.figures.poll', {
            answers: options.map((option, at) => `${option} ${counts.poll?.[at] ?? 0}`).join(', '),
          }),
        ]
      : []),
  ]
}

/** Why it did not reach people; what has no sentence of its own is counted together. */
function sayReasons(reasons: AnnouncementCounts['reasons'], scope: Scope): string[] {
  const said = new Map<string, number>()
  for (const [why, count] of Object.entries(reasons)) {
    const key = known.has(why) ? why : 'other'
    said.set(key, (said.get(key) ?? 0) + count)
  }
  return [...said]
    .filter(([, count]) => count > 0)
    .map(([why, count]) => scope.text(`desk.reason.${why}`, { count: sayCount(count, scope) }))
}

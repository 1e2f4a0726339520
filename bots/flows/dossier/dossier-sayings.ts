import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import { overStatuses } from '../../../knowledge/dossiers/over-statuses.ts'
import { dueInForce } from '../../../knowledge/dossiers/time/due-in-force.ts'
import type { NoticeKind } from '../../../knowledge/dossiers/time/next-notice.ts'
import { type WhatChanged, whatChanged } from '../../../knowledge/dossiers/time/what-changed.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { KnowledgeParts } from '../create-knowledge.ts'
import { createGuideWorld } from '../guide/create-guide-world.ts'
import { sayShortDate } from '../say-values.ts'
import { createDossierWorld } from './create-dossier-world.ts'
import { choicesOf } from './dossier-choices.ts'
import { showRef } from './dossier-refs.ts'
import type { Saying } from './dossier-world.ts'
import { judgeDue } from './judge-due.ts'
import { sayDossierDesk } from './say-dossier-desk.ts'
import { sayDue, sayDueDate } from './say-due.ts'
import { tellBriefly } from './tell-briefly.ts'
import { tellDossier } from './tell-dossier.ts'
import { tellLate } from './tell-late.ts'

/** A dossier that changed. */
export type ChangedDossier = DossierView & {
  /** ISO instant: what was heard of from then on is what changed, as far as that is known. */
  since?: string
}

/** What followers are told unasked, between the turns of their conversation. */
export interface DossierSayings {
  /** What changed in a short while, in one message. @param views at least one */
  changed(views: readonly ChangedDossier[], lang: Lang, now: Temporal.Instant): Reply
  /** What the day brings without a change. */
  notice(view: DossierView, kind: NoticeKind, lang: Lang, now: Temporal.Instant): Reply
}

/** Makes what is told of dossiers unasked, in the same words in which it is answered. */
export function createDossierSayings(parts: KnowledgeParts): DossierSayings {
  const guideWorld = createGuideWorld(parts)
  const world = createDossierWorld(parts, (slug, { lang }) => guideWorld.unitName(slug, lang))
  const sayingOf = (lang: Lang, now: Temporal.Instant): Saying => ({
    lang,
    now,
    today: hanoiDay(now),
    text: (key, values) => parts.texts.text(key, lang, values),
  })
  return {
    changed(views, lang, now) {
      const saying = sayingOf(lang, now)
      const [first] = views
      if (first && views.length === 1) {
        const over = overStatuses.includes(first.status) ? [paragraph(saying.text('dossier.ended'))] : []
        return {
          blocks: [paragraph(sayChanged(first, saying)), ...tellDossier(first, saying, world), ...over],
          ...buttons(over.length ? [] : stopRefs(first), saying),
          template: templateOf(first, saying),
        }
      }
      const over = views.some(({ status }) => overStatuses.includes(status))
        ? [paragraph(saying.text('dossier.ended.some'))]
        : []
      return {
        blocks: [
          paragraph(saying.text('dossier.changed.several', { count: views.length })),
          {
            kind: 'list',
            items: views.map((view) => tellBriefly(view, saying, world, changeOf(view).due?.was)),
          },
          ...over,
        ],
        ...buttons(views.map(showRef), saying),
      }
    },
    notice(view, kind, lang, now) {
      const saying = sayingOf(lang, now)
      return {
        blocks: noticeOf(view, kind, saying),
        ...buttons([showRef(view), ...stopRefs(view)], saying),
        template: templateOf(view, saying),
      }
    },
  }

  /** That it changed, to which status; where that is still the same, what else there is to be told of. */
  function sayChanged(view: ChangedDossier, saying: Saying): string {
    const { status, due } = changeOf(view)
    const moved = due && sayMoved(view, due, saying)
    if (moved && !status) return moved
    const changed = saying.text('dossier.changed', {
      status: world.facts.statuses[view.status].short[saying.lang],
    })
    return moved ? `${changed} ${moved}` : changed
  }

  /** Nothing where nothing is due any more. */
  function sayMoved(
    view: DossierView,
    { was }: NonNullable<WhatChanged['due']>,
    saying: Saying,
  ): string | undefined {
    const due = judgeDue(view, saying, world)
    if (!due) return undefined
    const date = sayDueDate(due, saying)
    return was
      ? saying.text('dossier.changed.due', { was: sayDate(was, saying.lang), date })
      : saying.text('dossier.changed.due.new', { date })
  }

  function changeOf({ since, ...view }: ChangedDossier): WhatChanged {
    const given = { calendar: world.calendar, statuses: world.facts.statuses }
    return since === undefined ? { status: true } : whatChanged(view, since, given)
  }

  function noticeOf(view: DossierView, kind: NoticeKind, saying: Saying): Block[] {
    const code = sayDossierCode(view.code)
    const due = judgeDue(view, saying, world)
    if (kind === 'due_soon')
      return [
        paragraph(saying.text('dossier.notice.due_soon', { code, due: due ? sayDue(due, saying) : '' })),
      ]
    if (kind === 'overdue') {
      const late = tellLate(view, due, saying, world) ?? ''
      return [paragraph(saying.text('dossier.notice.overdue', { code, late }))]
    }
    const ready = hanoiDay(Temporal.Instant.from(view.finishedAt ?? view.statusAt))
    const collect = sayDossierDesk(view, saying, world)
    const date = sayDate(ready, saying.lang)
    return [paragraph(saying.text('dossier.notice.uncollected', { code, date, collect }))]
  }

  /** Values of the templates that an operator has had approved; nothing in them is anybody's name. */
  function templateOf(view: DossierView, saying: Saying): NonNullable<Reply['template']> {
    const { code, status, finishedAt, statusAt } = view
    const { calendar, facts } = world
    const due = status === 9 ? undefined : dueInForce(view, { calendar, statuses: facts.statuses })?.at
    const at = due ?? Temporal.Instant.from(status === 9 ? (finishedAt ?? statusAt) : statusAt)
    const date = sayShortDate(hanoiDay(at))
    const values = { dossier: code, status: facts.statuses[status].short[saying.lang], date }
    return { name: status === 9 ? 'dossier_result' : 'dossier_changed', values }
  }
}

function stopRefs({ follow }: DossierView): string[] {
  return follow ? [`d.t.no.${follow.id}`] : []
}

/** Numbers belong to whatever question is open there; these are pressed. */
function buttons(refs: readonly string[], saying: Saying): Pick<Reply, 'choices' | 'numberedFrom'> {
  return refs.length ? { choices: choicesOf(refs, saying), numberedFrom: 0 } : {}
}

function paragraph(text: string): Block {
  return { kind: 'text', text }
}

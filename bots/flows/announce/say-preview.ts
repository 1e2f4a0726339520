import type { DeskAnswer } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Choice, Reply } from '../../dialogue/reply.ts'
import { deskChoices } from './label-desk-ref.ts'
import { sayReached } from './say-audience.ts'

type Previewed = Extract<DeskAnswer, { kind: 'desk_preview' }>

/** The very message as people get it, then to how many it goes, and how it differs elsewhere. */
export function sayPreview(
  { view, message, audience, others }: Previewed,
  scope: Scope,
): [message: Reply, reached: Reply] {
  const { id } = view.content
  const choices = message.choices?.map((choice): Choice => ({ ...choice, ref: `k.v.${id}` }))
  const differing = others.map(({ channel, messages, links }) => {
    const on = scope.text(`side.${channel}`)
    const said = scope.text(messages === 1 ? 'desk.preview.one' : 'desk.preview.several', { on, messages })
    return links > 0 ? scope.text('desk.preview.links', { said, links }) : said
  })
  return [
    choices ? { ...message, choices } : message,
    {
      blocks: [
        ...sayReached(audience, scope).map((text) => ({ kind: 'text' as const, text })),
        ...(differing.length ? [{ kind: 'list' as const, items: differing }] : []),
      ],
      choices: deskChoices(
        others.map(({ channel }) => `k.p.${id}.${channel}`),
        scope,
      ),
    },
  ]
}

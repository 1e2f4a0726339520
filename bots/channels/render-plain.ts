import type { Block, Reply } from '../dialogue/reply.ts'
import { stepMarks } from './step-marks.ts'

/** How much of a paint box a terminal has; the plain one paints nothing. */
export interface Paint {
  title(text: string): string
  quiet(text: string): string
  choice(text: string): string
}

export const noPaint: Paint = { title: (text) => text, quiet: (text) => text, choice: (text) => text }

/** A reply as plain text, choices numbered as they may be typed; ways out carry a dash, since they have no number. */
export function renderPlain(reply: Reply, paint: Paint = noPaint): string {
  const blocks = reply.blocks.map((block) => renderBlock(block, paint))
  const last = blocks.pop()
  const asked = reply.progress ? `${paint.quiet(`${reply.progress} ·`)} ${last ?? ''}` : last
  const body = [...blocks, ...(asked === undefined ? [] : [asked])].join('\n')
  const choices = numberChoices(reply, paint)
  return choices ? `${body}\n${choices}` : body
}

function renderBlock(block: Block, paint: Paint): string {
  if (block.kind === 'text') return block.text
  if (block.kind === 'title') return paint.title(block.text)
  if (block.kind === 'link') return `${block.label}: ${block.url}`
  if (block.kind === 'list') {
    return block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${item}`).join('\n')
  }
  if (block.kind === 'facts')
    return block.items.map(({ label, value }) => `${paint.title(label)}: ${value}`).join('\n')
  if (block.kind === 'steps')
    return block.items.map(({ label, state }) => `${stepMarks[state]} ${label}`).join('\n')
  return block.items
    .map(({ text, note, done }) => `${done ? '☑' : '☐'} ${text}${note ? `\n    ${paint.quiet(note)}` : ''}`)
    .join('\n')
}

function numberChoices(reply: Reply, paint: Paint): string {
  const numbered = (reply.choices ?? []).filter(({ wayOut }) => !wayOut)
  const lines = (reply.choices ?? []).map((choice) => {
    const at = numbered.indexOf(choice)
    return paint.choice(
      at >= 0 && reply.numberedFrom !== 0
        ? `  ${at + (reply.numberedFrom ?? 1)}. ${choice.label}`
        : `  – ${choice.label}`,
    )
  })
  return lines.join('\n')
}

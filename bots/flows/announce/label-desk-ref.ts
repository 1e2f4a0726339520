import type { TextValues } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'
import { readDeskRef } from './desk-refs.ts'

type Say = (key: string, values?: TextValues) => string

/** What a button of the desk is called, so that it can be typed too. */
export function labelDeskRef(ref: string, text: Say): string | undefined {
  const read = readDeskRef(ref)
  switch (read?.kind) {
    case 'desk':
      return text('choice.desk')
    case 'new':
      return text('choice.desk.new')
    case 'show':
      return text('choice.desk.show', { id: read.id })
    case 'preview':
      return read.channel
        ? text('choice.desk.preview.on', { channel: text(`side.${read.channel}`) })
        : text('choice.desk.preview')
    case 'act':
      if (read.urgent) return text('choice.desk.urgent')
      return text(`choice.desk.${read.act}${read.sure ? '.sure' : ''}`)
    default:
      return undefined
  }
}

/** Buttons of the desk, called as they can be typed. */
export function deskChoices(refs: readonly string[], text: Say): Choice[] {
  return refs.flatMap((ref) => {
    const label = labelDeskRef(ref, text)
    return label === undefined ? [] : [{ label, ref }]
  })
}

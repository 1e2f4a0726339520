import type { Scope } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'
import { readDeskRef } from './desk-refs.ts'

type Saying = Pick<Scope, 'text'>

/** What a button of the desk is called, so that it can be typed too. */
export function labelDeskRef(ref: string, saying: Saying): string | undefined {
  const read = readDeskRef(ref)
  switch (read?.kind) {
    case 'desk':
      return saying.text('choice.desk')
    case 'new':
      return saying.text('choice.desk.new')
    case 'show':
      return saying.text('choice.desk.show', { id: read.id })
    case 'preview':
      return read.channel
        ? saying.text('choice.desk.preview.on', { channel: saying.text(`side.${read.channel}`) })
        : saying.text('choice.desk.preview')
    case 'act':
      if (read.urgent) return saying.text('choice.desk.urgent')
      return saying.text(`choice.desk.${read.act}${read.sure ? '.sure' : ''}`)
    default:
      return undefined
  }
}

/** Buttons of the desk, called as they can be typed. */
export function deskChoices(refs: readonly string[], saying: Saying): Choice[] {
  return refs.flatMap((ref) => {
    const label = labelDeskRef(ref, saying)
    return label === undefined ? [] : [{ label, ref }]
  })
}

import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { hearDeskFile } from '../announce/hear-desk-file.ts'
import { say } from './say.ts'

/**
 * What is no text. The words that go with it are heard as any others, unless they only ask where a dossier stands
 * whose receipt the photo may be: then the codes in it are read.
 */
export function hearAttachment(heard: Extract<Heard, { kind: 'attachment' }>, scope: Scope): Outcome {
  const drafted = hearDeskFile(heard, scope)
  if (drafted) return drafted
  const { type, image, caption } = heard
  const readable = type === 'photo' && image !== undefined && scope.state.group !== true
  if (caption && !(readable && asksOfPhoto(caption, scope))) return { missed: true }
  if (!readable) return say(scope.text(`attachment.${type}`))
  return {
    ...say(scope.text('dossier.photo.reading')),
    effects: [{ kind: 'read_photo', image }],
    quiet: true,
  }
}

function asksOfPhoto(caption: string, scope: Scope): boolean {
  const { knowledge } = scope
  return !knowledge.holdsCode(caption, scope) && knowledge.match(caption).intent === 'dossier_status'
}

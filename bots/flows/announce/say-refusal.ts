import type { Refusal } from '../../../knowledge/announcements/announcement.ts'
import type { Scope } from '../../dialogue/flow.ts'

/** Why something was refused, and what to do next, in a sentence. */
export function sayRefusal({ why, values = {} }: Refusal, scope: Scope): string {
  const key = `desk.refused.${why}`
  const field = partOf(values.field)
  if (why === 'empty' && field) return scope.text(`desk.refused.empty.${field}`)
  if (why === 'too_long' || why === 'bad_poll' || why === 'too_many_files')
    return scope.text(key, { most: values.most ?? '' })
  if (why === 'state')
    return scope.text(values.submitted === 'yes' && values.state === 'draft' ? `${key}.submitted` : key)
  return scope.text(key)
}

/** Which part of the draft is meant, where there is a sentence for it. */
function partOf(field: string | number | undefined): 'title' | 'text' | 'audience' | undefined {
  return field === 'title' || field === 'text' || field === 'audience' ? field : undefined
}

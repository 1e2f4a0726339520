import type { InputStep } from '../../../dialogue/flow.ts'
import type { PartWords } from '../draft-part.ts'

interface Written {
  id: string
  /** In characters. */
  longest: number
  offers?: InputStep['offers']
}

/** A question that is answered in words meant for citizens: none of them is taken for anything else. */
export function writtenStep({ id, longest, offers }: Written, { both }: PartWords): InputStep {
  return {
    kind: 'text',
    id,
    uncounted: true,
    ask: both(`desk.ask.${id}`),
    whole: () => true,
    read(typed, scope) {
      const value = typed.trim()
      const length = [...value].length
      if (length > longest) return { ok: false, say: scope.text('desk.too_long', { length, most: longest }) }
      // A lone dash is no place and no title.
      return /[\p{L}\p{N}]/u.test(value)
        ? { ok: true, value }
        : { ok: false, say: scope.text('desk.refused.empty') }
    },
    ...(offers ? { offers } : {}),
    // What comes by a button is one of those that are offered.
    accepts: () => false,
  }
}

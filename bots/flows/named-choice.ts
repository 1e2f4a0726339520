import type { Lang } from '../dialogue/event.ts'

/** The label of a choice that names a guide: a text with `{guide}` in it, filled in both languages. */
export function namedChoice(label: Record<Lang, string>, guide: Record<Lang, string>): Record<Lang, string> {
  return { vi: label.vi.replace('{guide}', guide.vi), en: label.en.replace('{guide}', guide.en) }
}

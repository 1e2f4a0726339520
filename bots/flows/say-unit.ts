import type { Units } from '../../knowledge/units/units.ts'
import type { Lang } from '../dialogue/event.ts'

/** A ward as said within a sentence: "phường Hoàn Kiếm"; a slug that is none of this instance as it is. */
export function sayUnit(slug: string, lang: Lang, units: Units): string {
  const unit = units.find(slug)
  if (!unit) return slug
  if (lang === 'vi') return unit.said
  return `${unit.name} ${unit.type === 'phuong' ? 'ward' : 'commune'}`
}

import type { Temporal } from 'temporal-polyfill'
import type { Lang } from '../../../bots/dialogue/event.ts'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import { type CatalogueView, viewCatalogue } from './catalogue-view.ts'
import { type PackedPage, packPage } from './pack-page.ts'

/** What the pages show of one knowledge on one day, and the pages made from it. */
export interface KeptPages {
  view(lang: Lang): CatalogueView
  /** @param key tells apart whatever `make` depends on, besides the knowledge and the day */
  page(key: string, make: () => string): Promise<PackedPage>
}

/** Every procedure in both languages, and the lists, three times over; some 5 kB each. */
const mostPages = 1000

/**
 * Keeps pages once they are made: they take milliseconds of the thread that also runs citizens' turns. They go with
 * the knowledge they were made from and with the day; of too many, those go that were not asked for longest, so that
 * addresses with made-up hosts fill no memory.
 */
export function createKeptPages(
  most = mostPages,
): (parts: KnowledgeParts, today: Temporal.PlainDate) => KeptPages {
  const kept = new WeakMap<KnowledgeParts, { today: Temporal.PlainDate; pages: KeptPages }>()
  return (parts, today) => {
    const held = kept.get(parts)
    if (held?.today.equals(today)) return held.pages
    const pages = keepPages(parts, today, most)
    kept.set(parts, { today, pages })
    return pages
  }
}

function keepPages(parts: KnowledgeParts, today: Temporal.PlainDate, most: number): KeptPages {
  const views = new Map<Lang, CatalogueView>()
  const pages = new Map<string, Promise<PackedPage>>()
  return {
    view(lang) {
      const view = views.get(lang) ?? viewCatalogue(parts, today, lang)
      views.set(lang, view)
      return view
    },
    page(key, make) {
      const page = pages.get(key) ?? packPage(make())
      // What was asked for last stands last.
      pages.delete(key)
      pages.set(key, page)
      const [oldest] = pages.keys()
      if (pages.size > most && oldest !== undefined) pages.delete(oldest)
      return page
    },
  }
}

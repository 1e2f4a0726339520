import type { Lang } from '../../../bots/dialogue/event.ts'

/** What somebody looks at in the index, as its address says. */
export interface View {
  lang: Lang
  /** What is searched for; empty when nothing is. */
  text: string
  field: string | undefined
  event: string | undefined
}

/** Longer ones are cut: what one looks for is said in fewer characters. */
export const longestSearch = 200

/** Reads an address's query. Whatever in it makes no sense is left out of account, repeated parameters too. */
export function readView(query: unknown): View {
  const given = (query ?? {}) as Record<string, unknown>
  const read = (name: string) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return typeof value === 'string' ? value : ''
  }
  const slug = (name: string) => (/^[a-z0-9_-]{1,60}$/.test(read(name)) ? read(name) : undefined)
  return {
    lang: read('lang') === 'en' ? 'en' : 'vi',
    text: tidy(read('q')),
    field: slug('field'),
    event: slug('event'),
  }
}

function tidy(text: string): string {
  const cut = Array.from(text.slice(0, 4 * longestSearch).normalize('NFC'))
    .slice(0, longestSearch)
    .join('')
  return cut.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()
}

/** The address of a page of this server, with the language where it isn't Vietnamese. */
export function addressOf(path: string, lang: Lang, query: Record<string, string | undefined> = {}): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) parts.set(name, value)
  if (lang === 'en') parts.set('lang', lang)
  const said = parts.toString()
  return said ? `${path}?${said}` : path
}

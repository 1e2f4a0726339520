import type { Lang } from '../../../bots/dialogue/event.ts'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import type { LinkDoor } from '../link-page/render-link-page.ts'
import { type BoardTexts, boardTexts } from './board-texts.ts'

/** For whom and of which unit a page of the board is made. */
export interface BoardScope {
  lang: Lang
  texts: BoardTexts
  /** A slug, or `all`: the city. */
  unit: string
  /** "phường Hoàn Kiếm", as said within a sentence. */
  said: string
  heading: string
  /** The beginning of the server's addresses, without a slash at its end. */
  base: string
  topics: readonly { id: string; name: string }[]
  topicName(id: string): string
  /** Who speaks. @param unit a slug, or `all` */
  speaker(unit: string): string
  /** Where a file of an announcement is read. */
  filePath(file: { id: string; name: string }): string
  /** Where one chooses how to follow the unit; what its QR code holds. */
  follow: string
  /** Ways to follow it, on the device in one's hand. */
  doors: readonly LinkDoor[]
}

interface Given {
  parts: KnowledgeParts
  lang: Lang
  unit: string
  base: string
  filePath: BoardScope['filePath']
  follow: string
  doors: readonly LinkDoor[]
}

/** @returns undefined when there is no such unit, or it is not served here */
export function createBoardScope({ parts, lang, unit, ...rest }: Given): BoardScope | undefined {
  const texts = boardTexts[lang]
  const found = parts.units.find(unit)
  if (unit !== 'all' && !found) return undefined
  const topics = parts.announcements.topics.map(({ id, name }) => ({ id, name: name[lang] }))
  const said = found ? sayUnit(found, lang) : texts.city
  return {
    lang,
    texts,
    unit,
    said,
    heading: found ? texts.title(said) : texts.cityTitle,
    topics,
    topicName: (id) => topics.find((topic) => topic.id === id)?.name ?? id,
    speaker(slug) {
      const one = parts.units.find(slug)
      return one ? capital(sayUnit(one, lang)) : texts.city
    },
    ...rest,
  }
}

/** "phường Hoàn Kiếm", "Hoàn Kiếm ward". */
export function sayUnit(
  { name, type, said }: { name: string; type: 'phuong' | 'xa'; said: string },
  lang: Lang,
): string {
  if (lang === 'vi') return said
  return `${name} ${type === 'phuong' ? 'ward' : 'commune'}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

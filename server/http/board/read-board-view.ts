import type { Lang } from '../../../bots/dialogue/event.ts'

/** What somebody looks at on a board, as the address says. */
export interface AskedBoard {
  lang: Lang
  topic: string | undefined
  /** The id of the announcement below which it begins. */
  before: string | undefined
  /** For a screen in a hall. */
  screen: boolean
  /** Which announcement stands on the screen. */
  turn: number
  /** The code by which a neighbourhood group is joined. */
  group: string | undefined
}

/** Reads an address's query. Whatever in it makes no sense is left out of account, repeated parameters too. */
export function readBoardView(query: unknown): AskedBoard {
  const given = (query ?? {}) as Record<string, unknown>
  const read = (name: string, form: RegExp) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return typeof value === 'string' && form.test(value) ? value : undefined
  }
  return {
    lang: read('lang', /^en$/) ? 'en' : 'vi',
    topic: read('topic', /^[a-z-]{2,20}$/),
    before: read('before', anId),
    screen: read('screen', /^1$/) !== undefined,
    turn: Number(read('turn', /^\d{1,3}$/) ?? 0),
    group: read('group', /^NH(?:-[A-Z2-9]{4}){3}$/),
  }
}

/** An id as addresses have it. */
export const anId = /^[1-9]\d{0,17}$/

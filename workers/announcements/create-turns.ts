import type { UnderWay } from './under-way.ts'

/** What a lane claims from next. */
export interface Turn {
  announcement: UnderWay
  wave: number
  /** Only rows with a higher id: what is before was claimed already. */
  after: string
}

/** Which announcement is next, of those that a lane sends: urgent ones first, the others slice by slice in turn. */
export interface Turns {
  next(underWay: readonly UnderWay[]): Turn | undefined
  /** @param looked rows of `limit` that were found, the last of them being `last` */
  note(turn: Turn, claimed: { looked: number; limit: number; last: string }): void
  /** Whether nothing of it was found when it was last looked for. */
  isDry(announcement: UnderWay): boolean
  /** There may be something again in what had nothing. */
  forgetDry(): void
}

/** What was given back lies behind, and is come by again after so long. */
const beginAgainMs = 10_000

export function createTurns(): Turns {
  const dry = new Set<string>()
  const places = new Map<string, string>()
  const state = { last: '', begun: performance.now() }

  function turnOf(announcement: UnderWay): Turn | undefined {
    const wave = announcement.waves.find((one) => !dry.has(keyOf(announcement.id, one)))
    if (wave === undefined) return undefined
    return { announcement, wave, after: places.get(keyOf(announcement.id, wave)) ?? '0' }
  }

  return {
    next(underWay) {
      if (performance.now() - state.begun > beginAgainMs) {
        places.clear()
        state.begun = performance.now()
      }
      const at = underWay.findIndex(({ id }) => id === state.last)
      const inTurn = [...underWay.slice(at + 1), ...underWay.slice(0, at + 1)]
      for (const one of [
        ...inTurn.filter(({ urgent }) => urgent),
        ...inTurn.filter(({ urgent }) => !urgent),
      ]) {
        const turn = turnOf(one)
        if (!turn) continue
        state.last = one.id
        return turn
      }
      return undefined
    },
    note({ announcement, wave, after }, { looked, limit, last }) {
      const key = keyOf(announcement.id, wave)
      if (looked === limit) places.set(key, last)
      else if (places.delete(key)) return
      else if (after === '0') dry.add(key)
    },
    isDry: ({ id, waves }) => waves.every((wave) => dry.has(keyOf(id, wave))),
    forgetDry: () => dry.clear(),
  }
}

function keyOf(announcement: string, wave: number): string {
  return `${announcement} ${wave}`
}

import { isDistrict, type Place } from './place.ts'
import { type Token, tokenise } from './tokens.ts'

/** One way of writing a place's name. */
export interface PlaceName {
  place: Place
  tokens: readonly Token[]
  /** Initials ("HBT") mean it only after the word for its kind ("quận HBT"). */
  initials?: true
}

/** Names by how they are written without diacritics. */
export interface Gazetteer {
  /** By syllables with a space between, or the syllables run together: "hoan kiem", "hoankiem". */
  names(folded: string): readonly PlaceName[]
  /** By one of `spellings`. */
  named(spelling: string): readonly PlaceName[]
  /** The most syllables a name has. */
  longest: number
  /** Every name once, syllables run together, for looking for slips of the finger. */
  spellings: readonly string[]
}

/** Run together, shorter names are too easily something else. */
const shortestRunTogether = 6

export function createGazetteer(places: readonly Place[]): Gazetteer {
  const byFolded = new Map<string, PlaceName[]>()
  const bySpelling = new Map<string, PlaceName[]>()
  let longest = 0
  for (const place of places) {
    for (const written of waysToWrite(place)) {
      const tokens = tokenise(written)
      const syllables = tokens.map(({ folded }) => folded)
      const together = syllables.join('')
      longest = Math.max(longest, tokens.length)
      const name = { place, tokens }
      add(bySpelling, together, name)
      add(byFolded, syllables.join(' '), name)
      if (tokens.length > 1 && together.length >= shortestRunTogether) add(byFolded, together, name)
    }
    if (isDistrict(place)) {
      const tokens = tokenise(place.name)
      add(byFolded, tokens.map(({ folded }) => folded.charAt(0)).join(''), { place, tokens, initials: true })
    }
  }
  return {
    names: (folded) => byFolded.get(folded) ?? [],
    named: (spelling) => bySpelling.get(spelling) ?? [],
    longest,
    spellings: [...bySpelling.keys()],
  }
}

function add(index: Map<string, PlaceName[]>, key: string, name: PlaceName) {
  const names = index.get(key)
  if (names) names.push(name)
  else index.set(key, [name])
}

/**
 * The whole name, and the parts of it that people make do with: "Quốc Tử Giám", "Mỹ Đình"; "Từ Liêm" for the
 * two districts that were one of that name until 2013.
 */
function waysToWrite(place: Place): string[] {
  const { name } = place
  const undivided = isDistrict(place) ? name.replace(/^(Nam|Bắc) /, '') : name
  return [...new Set([name, ...name.split(' - '), name.replace(/ \d$/, ''), undivided])]
}

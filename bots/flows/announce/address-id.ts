import type { Reach } from '../../dialogue/event.ts'

/** More neighbourhood groups and chats than these make no list to tap. */
const mostPlaces = 60

/** A draft, and those whom the official who writes it may address. */
export interface Addressed {
  id: string
  reach: Reach
}

/** Such a flow is known by the draft and by whom it may be for, since no turn can look that up. */
export function addressId({ id, reach }: Addressed): string {
  const { units, groups, chats } = reach
  // Of many wards none is offered by a button: that there are several is enough.
  const named = { u: units.slice(0, 2), g: pairs(groups), c: pairs(chats) }
  return `address_draft:${id}:${JSON.stringify(named)}`
}

/** @returns undefined for another flow's id, whatever stands in it */
export function readAddressId(flow: string): Addressed | undefined {
  const [, id, stored] = /^address_draft:(\d{1,18}):(.+)$/s.exec(flow) ?? []
  if (id === undefined || stored === undefined) return undefined
  try {
    const { u, g, c } = JSON.parse(stored) as Record<'u' | 'g' | 'c', unknown>
    const isPair = (one: unknown): one is [string, string] =>
      Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string')
    if (!Array.isArray(u) || !Array.isArray(g) || !Array.isArray(c)) return undefined
    const named = (pair: [string, string]) => ({ id: pair[0], name: pair[1] })
    return {
      id,
      reach: {
        all: false,
        units: u.filter((one) => typeof one === 'string'),
        groups: g.filter(isPair).map(named),
        chats: c.filter(isPair).map(named),
      },
    }
  } catch {
    return undefined
  }
}

function pairs(places: readonly { id: string; name: string }[]): [string, string][] {
  return places.slice(0, mostPlaces).map(({ id, name }) => [id, name])
}

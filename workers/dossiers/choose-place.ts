import { Temporal } from 'temporal-polyfill'
import { pullChannels } from '../../bots/channels/channel.ts'
import type { Place } from './person.ts'

/**
 * Where a person is told: in the conversation they used last. One that rings goes before a page, which nobody
 * reads while it is closed: what is told there waits until the person comes by.
 * @param except conversations in which it was tried in vain, or is not wanted
 */
export function choosePlace(places: readonly Place[], except: ReadonlySet<string>): Place | undefined {
  const [first] = places.filter((place) => place.open && !except.has(place.id)).toSorted(byPreference)
  return first
}

function byPreference(a: Place, b: Place): number {
  return (
    Number(rings(b)) - Number(rings(a)) ||
    Temporal.Instant.compare(Temporal.Instant.from(b.active_at), Temporal.Instant.from(a.active_at))
  )
}

function rings({ channel }: Place): boolean {
  return !pullChannels.some((name) => name === channel)
}

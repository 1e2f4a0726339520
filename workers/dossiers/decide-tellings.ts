import { choosePlace } from './choose-place.ts'
import type { Follow, Person, Place, Push } from './person.ts'

/** One dossier of a message. */
export interface Told {
  dossier: string
  /** The push by which it is told, and those of the same person's that this settles too. */
  push: Push
  merged: Push[]
  /** By which it is shown: the one of the place itself, if there is one. */
  follow: Follow
}

/** One message: all that changed, or one thing that the clock has to say. */
export interface Telling {
  place: Place
  notice: string | null
  told: Told[]
}

export interface Decision {
  tellings: Telling[]
  /** Not wanted any more. */
  skipped: Push[]
  /** There is no place left to tell it. */
  failed: Push[]
}

export interface Judging {
  /** What may be told at this hour, of what is due. */
  isDue(push: Push): boolean
  isOver(dossier: string): boolean
  /** Whether the clock would still say it. */
  holds(push: Push, notice: string): boolean
}

/** What a person is told of what is planned for them, and where. Each dossier once, whatever follows it. Pure. */
export function decideTellings(person: Person, judging: Judging): Decision {
  const decision: Decision = { tellings: [], skipped: [], failed: [] }
  const byDossier = Map.groupBy(person.pushes, (push) => push.follow.dossier_id)
  for (const [dossier, pushes] of byDossier) {
    if (!pushes.some(judging.isDue)) continue
    const { wanted, skipped } = sift(pushes, dossier, judging)
    decision.skipped.push(...skipped)
    if (wanted.length === 0) continue
    const place = choosePlace(person.places, placesAgainst(person, dossier, wanted))
    if (!place) {
      decision.failed.push(...wanted)
      continue
    }
    // What changed says all that the clock would have said.
    const notice = wanted.some((push) => push.notice === null) ? null : (wanted[0]?.notice ?? null)
    add(decision.tellings, place, notice, toTold(person, place, dossier, wanted))
  }
  return decision
}

/** The end of a follow that its own end brought is told again elsewhere; any other end is the person's wish. */
function sift(pushes: readonly Push[], dossier: string, { isOver, holds }: Judging) {
  const wanted: Push[] = []
  const skipped: Push[] = []
  for (const push of pushes) {
    const { ended, tells } = push.follow
    const gone = ended && !(isOver(dossier) && push.tried.length > 0)
    const still = push.notice === null || holds(push, push.notice)
    ;(gone || tells === 'no' || !still ? skipped : wanted).push(push)
  }
  return { wanted, skipped }
}

/** Where it was tried in vain, and where the person wants to hear nothing of this dossier. */
function placesAgainst({ follows }: Person, dossier: string, pushes: readonly Push[]): Set<string> {
  const muted = follows.filter((follow) => follow.dossier_id === dossier && follow.tells === 'no')
  return new Set([...pushes.flatMap((push) => push.tried), ...muted.map((follow) => follow.conversation_id)])
}

function toTold(person: Person, place: Place, dossier: string, pushes: readonly Push[]): Told {
  const [first, ...others] = pushes.toSorted((a, b) => Number(isHere(b, place)) - Number(isHere(a, place)))
  if (!first) throw new Error('Nothing to tell')
  const here = person.follows.find(
    (follow) => follow.dossier_id === dossier && follow.conversation_id === place.id && !follow.ended,
  )
  return { dossier, push: first, merged: others, follow: here ?? first.follow }
}

function isHere(push: Push, place: Place): boolean {
  return push.follow.conversation_id === place.id
}

function add(tellings: Telling[], place: Place, notice: string | null, told: Told): void {
  const same =
    notice === null && tellings.find((telling) => telling.notice === null && telling.place.id === place.id)
  if (same) same.told.push(told)
  else tellings.push({ place, notice, told: [told] })
}

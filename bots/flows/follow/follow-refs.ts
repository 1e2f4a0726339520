import { fold } from '../../../knowledge/matching/fold.ts'
import type { FollowedGroup } from '../../dialogue/event.ts'

/**
 * Buttons about what is followed. `w.on` begins, `w.again` after an end, `w.on.<unit>` with a unit; `w.show` shows what is followed and `w.ward`
 * asks for another unit; `w.t` shows the topics, of which `w.y.<topic>` ticks one and `w.n.<topic>` takes its tick away,
 * until `w.done`;
 * `w.gs.<from>.<unit>` shows a unit's neighbourhood groups, `w.g.<group>.<name>` joins one, `w.l.<group>.<name>` leaves
 * it and `w.gn.<unit>` says that it is none of them; `w.off` ends everything, and so does `w.stop`, where that is asked
 * and a yes takes it; `w.off.<unit>` ends a unit, and `w.only.<topic>` makes one topic of everything that was ended.
 * `v.<announcement>.<choice>` answers an announcement's question.
 */
export type FollowRef =
  | { kind: 'on'; unit?: string }
  | { kind: 'show' }
  | { kind: 'ward' }
  | { kind: 'topics' }
  | { kind: 'done' }
  | { kind: 'tick'; topic: string; ticked: boolean }
  | { kind: 'groups'; unit: string; from: number }
  | { kind: 'join' | 'leave'; group: string; name: string }
  | { kind: 'no_group'; unit: string }
  | { kind: 'off' }
  | { kind: 'off_unit'; unit: string }
  | { kind: 'only'; topic: string }
  | { kind: 'poll'; announcement: string; choice: number }

/** What a button carries, besides its seal, at most; in bytes. */
const longest = 52

/** The button that joins a neighbourhood group, or leaves it; with its name, so that the label can be typed. */
export function groupRef(kind: 'join' | 'leave', { id, name }: FollowedGroup): string {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `w.${kind === 'join' ? 'g' : 'l'}.${id}.${plain}`.slice(0, longest)
}

const plain: Partial<Record<string, FollowRef>> = {
  'w.on': { kind: 'on' },
  'w.again': { kind: 'on' },
  'w.show': { kind: 'show' },
  'w.ward': { kind: 'ward' },
  'w.t': { kind: 'topics' },
  'w.done': { kind: 'done' },
  'w.off': { kind: 'off' },
  'w.stop': { kind: 'off' },
}

/** @returns undefined for what is no button about following, whatever a stranger put into it */
export function readFollowRef(ref: string): FollowRef | undefined {
  if (Object.hasOwn(plain, ref)) return plain[ref]
  const [, announcement, choice] = /^v\.(\d{1,18})\.(\d)$/.exec(ref) ?? []
  if (announcement) return { kind: 'poll', announcement, choice: Number(choice) }
  const [, group, id = '', name = ''] = /^w\.([gl])\.(\d{1,18})\.([a-z0-9-]*)$/.exec(ref) ?? []
  if (group)
    return { kind: group === 'g' ? 'join' : 'leave', group: id, name: name.replaceAll('-', ' ').trim() }
  const [, from, of] = /^w\.gs\.(\d{1,4})\.([a-z0-9-]+)$/.exec(ref) ?? []
  if (of) return { kind: 'groups', unit: of, from: Number(from) }
  const [, kind, what = ''] = /^w\.(on|y|n|gn|only|off)\.([a-z0-9-]+)$/.exec(ref) ?? []
  switch (kind) {
    case 'on':
      return { kind: 'on', unit: what }
    case 'y':
    case 'n':
      return { kind: 'tick', topic: what, ticked: kind === 'y' }
    case 'gn':
      return { kind: 'no_group', unit: what }
    case 'only':
      return { kind: 'only', topic: what }
    case 'off':
      return { kind: 'off_unit', unit: what }
    default:
      return undefined
  }
}

import { readDossierCode } from '../../../knowledge/dossiers/codes/read-dossier-code.ts'
import type { DossierView, Tells } from '../../../knowledge/dossiers/dossier.ts'
import type { StopWish } from '../../dialogue/event.ts'

/**
 * Buttons about dossiers: `d.s.<follow>.<code>` shows one that is followed, `d.c.<code>` asks for one by its code,
 * `d.t.<tells>.<follow>` sets what is told of it and `d.u.<follow>` ends following it (either may have its code
 * behind), `d.p.<code>` begins its proof and `d.r.<code>` begins it again, `d.slip` says how a slip is used and
 * `d.slip.none` what to do without one, `d.all` lists what is followed, `d.all.<from>` more.
 */
export type DossierRef =
  | { kind: 'show'; follow: string; code?: string }
  | { kind: 'ask'; code: string }
  | { kind: 'tell'; follow: string; tells: Tells; code?: string }
  | { kind: 'unfollow'; follow: string; code?: string }
  | { kind: 'prove'; code: string; again: boolean }
  | { kind: 'slip' }
  | { kind: 'no_slip' }
  | { kind: 'all'; from: number }

/** Shown wherever the code of a slip is being waited for. */
export const noSlipRef = 'd.slip.none'

/** What a button carries, besides its seal, at most; in bytes. */
const longest = 52

/** The button that shows one that is followed: with its code, so that its label can be typed, where there is room. */
export function showRef({ code, follow }: DossierView): string {
  if (!follow) return `d.c.${code}`
  const full = `d.s.${follow.id}.${code}`
  return full.length <= longest ? full : `d.s.${follow.id}`
}

/** The button that ends what is told of one of several, or following it: named by its code, where there is room. */
export function stopRef({ code, follow }: DossierView, stop: StopWish): string {
  const ref = `${stop === 'telling' ? 'd.t.no' : 'd.u'}.${follow?.id ?? ''}`
  const full = `${ref}.${code}`
  return full.length <= longest ? full : ref
}

/** @returns undefined for what is no button about dossiers, whatever a stranger put into it */
export function readDossierRef(ref: string): DossierRef | undefined {
  if (ref === 'd.slip') return { kind: 'slip' }
  if (ref === noSlipRef) return { kind: 'no_slip' }
  const [, from] = /^d\.all(?:\.(\d{1,4}))?$/.exec(ref) ?? []
  if (ref === 'd.all' || from !== undefined) return { kind: 'all', from: Number(from ?? 0) }
  const [, kind, rest = ''] = /^d\.([sctupr])\.(.+)$/.exec(ref) ?? []
  if (kind === 's' || kind === 'u') {
    const read = readFollow(rest)
    return read && { kind: kind === 's' ? 'show' : 'unfollow', ...read }
  }
  if (kind === 't') {
    const [, tells, of = ''] = /^(no|day|at_once)\.(.+)$/.exec(rest) ?? []
    const read = readFollow(of)
    return tells && read ? { kind: 'tell', tells: tells as Tells, ...read } : undefined
  }
  const code = readDossierCode(rest)
  if (!kind || !code) return undefined
  return kind === 'c' ? { kind: 'ask', code } : { kind: 'prove', code, again: kind === 'r' }
}

function readFollow(rest: string): { follow: string; code?: string } | undefined {
  const [, follow, typed] = /^(\d{1,19})(?:\.(.+))?$/.exec(rest) ?? []
  if (!follow || typed === undefined) return follow ? { follow } : undefined
  const code = readDossierCode(typed)
  return code === undefined ? undefined : { follow, code }
}

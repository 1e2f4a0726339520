import { readDossierCode } from '../../../knowledge/dossiers/codes/read-dossier-code.ts'
import type { DossierView, Tells } from '../../../knowledge/dossiers/dossier.ts'

/**
 * Buttons about dossiers: `d.s.<follow>.<code>` shows one that is followed, `d.c.<code>` asks for one by its code,
 * `d.t.<tells>.<follow>` sets what is told of it, `d.u.<follow>` ends following it, `d.p.<code>` begins its proof and
 * `d.r.<code>` begins it again, `d.slip` says how a slip is used and `d.slip.none` what to do
 * without one, `d.all` lists what is followed, `d.all.<from>` more.
 */
export type DossierRef =
  | { kind: 'show'; follow: string; code?: string }
  | { kind: 'ask'; code: string }
  | { kind: 'tell'; follow: string; tells: Tells }
  | { kind: 'unfollow'; follow: string }
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

/** @returns undefined for what is no button about dossiers, whatever a stranger put into it */
export function readDossierRef(ref: string): DossierRef | undefined {
  if (ref === 'd.slip') return { kind: 'slip' }
  if (ref === noSlipRef) return { kind: 'no_slip' }
  const [, from] = /^d\.all(?:\.(\d{1,4}))?$/.exec(ref) ?? []
  if (ref === 'd.all' || from !== undefined) return { kind: 'all', from: Number(from ?? 0) }
  const [, kind, rest = ''] = /^d\.([sctupr])\.(.+)$/.exec(ref) ?? []
  if (kind === 's') return readShow(rest)
  if (kind === 't') {
    const [, tells, follow] = /^(no|day|at_once)\.(\d{1,19})$/.exec(rest) ?? []
    return tells && follow ? { kind: 'tell', follow, tells: tells as Tells } : undefined
  }
  if (kind === 'u') return /^\d{1,19}$/.test(rest) ? { kind: 'unfollow', follow: rest } : undefined
  const code = readDossierCode(rest)
  if (!kind || !code) return undefined
  return kind === 'c' ? { kind: 'ask', code } : { kind: 'prove', code, again: kind === 'r' }
}

function readShow(rest: string): DossierRef | undefined {
  const [, follow, typed] = /^(\d{1,19})(?:\.(.+))?$/.exec(rest) ?? []
  if (!follow) return undefined
  const code = typed === undefined ? undefined : readDossierCode(typed)
  return { kind: 'show', follow, ...(code ? { code } : {}) }
}

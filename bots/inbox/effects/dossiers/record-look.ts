import { hashCode } from '../../../../knowledge/dossiers/access/dossier-hashes.ts'
import type { EffectScope } from '../effect-scope.ts'
import type { Asker } from './find-asker.ts'

/** What somebody did, or tried to do, with a dossier. */
export interface Look {
  action:
    | 'dossier.shown'
    /** A code was written and not opened. */
    | 'dossier.asked'
    | 'dossier.refused'
    /** What is followed was asked for, and there is none. */
    | 'dossier.listed'
    | 'dossier.telling_set'
    | 'dossier.unfollowed'
    | 'phone.proved'
  /** The dossier's, real or not; only its keyed hash is kept. */
  code?: string
  /** By what it was shown, or why not. */
  by?: 'follow' | 'list' | 'phone' | 'slip' | 'digits' | 'official' | 'wait' | 'group' | 'over'
}

/** Puts a look on record, in the turn's own transaction: it stands if the answer does. */
export async function recordLook(scope: EffectScope & { asker?: Asker }, look: Look): Promise<void> {
  const { sql, conversation, now, dossiers, asker } = scope
  const { action, code, by } = look
  await dossiers.record(sql, {
    at: now,
    actor: asker?.official ? `official:${asker.official.id}` : `citizen:${conversation.pseudonym}`,
    action,
    ...(code === undefined ? {} : { subject: hashCode(dossiers.key, code) }),
    detail: { ...(by ? { by } : {}), channel: conversation.channel },
  })
}

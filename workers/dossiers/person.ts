import type { Reached } from '../../bots/outbox/reach-person.ts'
import type { Tells } from '../../knowledge/dossiers/dossier.ts'

/** A conversation of a person's, locked as a turn locks it. */
export interface Place extends Reached {
  /** Nothing is sent to a group, nor to where the assistant was blocked. */
  open: boolean
  /** When the person last did something there. */
  active_at: string
  /** By what the audit log names it. */
  pseudonym: string
}

export interface Follow {
  id: string
  conversation_id: string
  dossier_id: string
  tells: Tells
  ended: boolean
  followed_at: string
  notices: string[]
}

/** What a follow is to be told, planned. */
export interface Push {
  id: string
  follow: Follow
  due_at: string
  /** Since when something is to be told. */
  planned_at: string
  notice: string | null
  /** Conversations in which it was tried in vain. */
  tried: string[]
}

/** Conversations that are one person's, what is planned for them, and all they follow of those dossiers. */
export interface Person {
  places: Place[]
  follows: Follow[]
  pushes: Push[]
}

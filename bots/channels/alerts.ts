/**
 * How a channel, or another part, tells operators what only they can mend. A key is said once until it is cleared,
 * however often it is raised; one that nobody can clear, since it happens and does not last, once a day. The words are
 * the texts `alert.<key>` of the catalogue.
 */
export interface Alerts {
  /** @param values for the text; nothing personal. Never rejects: an alert that cannot be kept is logged. */
  raise(key: AlertKey, values?: Record<string, string | number>): void
  /** It is over: raised again, it is said again. */
  clear(key: AlertKey): void
}

/** `<channel or part>.<what>`; a channel named first is not the one the alert goes out by. */
export const alertKeys = [
  'zalo_oa.connect',
  'zalo_oa.refresh_expires',
  'zalo_oa.quota',
  'zalo_oa.package',
  'zalo_personal.login',
  'zalo_personal.other_session',
  'zalo_personal.too_many',
  'zalo_personal.strangers',
  'zalo_personal.banned',
  'dossiers.disagree',
  'dossiers.one_stop',
  'dossiers.guessed',
] as const
export type AlertKey = (typeof alertKeys)[number]

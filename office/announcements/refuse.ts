import type { Refusal } from '../../knowledge/announcements/announcement.ts'

/** @param values go into the sentence that says why */
export function refuse(why: Refusal['why'], values?: Refusal['values']): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { why, ...(values ? { values } : {}) } }
}

import type { Refusal } from '../../knowledge/announcements/announcement.ts'

/** What an act came to. Being refused is an outcome and no error; then nothing was changed. */
export type Done<T extends object = object> = ({ ok: true } & T) | { ok: false; refusal: Refusal }
